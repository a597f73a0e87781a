package io.curfew.lifecycle;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * A capability that holds something for accounts and takes part in their birth and end. The end has three verbs:
 *
 * <ol>
 *   <li>{@link #inspect} tells, while the account is open, what its closing would release and what stands in the way. It
 *       writes nothing.
 *   <li>From the closing's commit on, reads show what the account holds as released; {@link #release} then does it, page by
 *       page.
 *   <li>{@link #purge} removes the rows, page by page, when the account's purge is due.
 * </ol>
 *
 * <p>Beans are called one after the other in {@link #order()}, each inside the transaction of the step. However much an
 * account holds, each step touches a page of it at most, so that a transaction lasts a fraction of a second. A step may
 * be repeated: it passes over what it finds done.
 */
public interface LifecycleParticipant {
    /** The highest count of an inspection: further things are not counted. */
    int COUNTED = 1000;

    /** Position among the participants: one whose rows refer to another's comes before it. */
    int order();

    /** What it holds, in one word; it is part of work items' targets, so it never changes. */
    String name();

    /** The account has just been made: add what every account has from birth. Nothing by default. */
    @CheckReturnValue
    default Uni<Void> onOpening(OpeningAccount account) {
        return Uni.createFrom().voidItem();
    }

    /**
     * Tells what closing the account would release and everything that stands in the way of it, and writes nothing. The
     * account need not be closed afterwards; where it is, nobody writes in its tree in between. Nothing by default.
     *
     * @param account the account, which is open by its own status; its instant is that of the closing
     * @return only where it names a kind to release is {@link #release} called after the closing
     */
    @CheckReturnValue
    default Uni<Inspection> inspect(EndingAccount account) {
        return Uni.createFrom().item(Inspection.NOTHING);
    }

    /**
     * Releases the next page of what a closed account holds, as of its closing, each thing once. Refuses nothing: what
     * stood in the way was told before the closing. Nothing by default.
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
