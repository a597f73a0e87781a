package io.curfew.lifecycle;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A capability that holds something for accounts and takes part in their birth and end. Beans are called one after the other in
 * {@link #order()}, each inside the transaction of the step. However much an account holds, each step touches a page of
 * it at most, so that a transaction lasts a fraction of a second.
 */
public interface LifecycleParticipant {
    /** Up to here things are counted while an account is being closed; what is more is not counted. */
    int COUNTED = 1000;

    /** Position among the participants; what refers to others' rows goes before them. */
    int order();

    /** What it holds, in one word; it is part of work items' targets, so it never changes. */
    String name();

    /** The account has just been made: add what every account has from birth. Nothing by default. */
    @CheckReturnValue
    default Uni<Void> onOpening(OpeningAccount account) {
        return Uni.createFrom().voidItem();
    }

    /**
     * The account is being closed, and nobody writes in its tree meanwhile: refuse if something stands in the way, and
     * write nothing. Reads must show what the account holds as released from the commit on; {@link #release} follows.
     *
     * @return what will be released, by kind, counted up to {@link #COUNTED}, for the audit entry; empty when nothing is
     */
    @CheckReturnValue
    Uni<Map<String, Long>> onClosing(EndingAccount account);

    /**
     * Releases the next page of what a closed account holds, as of its closing, each thing once. Nothing by default.
     *
     * @param account its instant is that of the closing
     * @return where the page ended, null when nothing is left
     */
    @CheckReturnValue
    default Uni<@Nullable String> release(EndingAccount account, EndingPage page) {
        return Uni.createFrom().nullItem();
    }

    /**
     * The account is being purged: delete the next page of the rows that hold anything of it, whether it was released or
     * not.
     *
     * @param after where the page before ended, null for the first
     * @return where the page ended, null when nothing is left
     */
    @CheckReturnValue
    Uni<@Nullable String> purge(EndingAccount account, @Nullable String after);
}
