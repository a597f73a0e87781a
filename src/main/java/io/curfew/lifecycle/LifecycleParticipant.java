package io.curfew.lifecycle;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/**
 * A capability that holds something for accounts and takes part in their birth and end. Beans are called one after the other in
 * {@link #order()}, each inside the transaction of the step.
 */
public interface LifecycleParticipant {
    /** Position among the participants; what refers to others' rows goes before them. */
    int order();

    /** The account has just been made: add what every account has from birth. Nothing by default. */
    @CheckReturnValue
    default Uni<Void> onOpening(OpeningAccount account) {
        return Uni.createFrom().voidItem();
    }

    /**
     * The account is being closed: put the work of releasing what it holds into the queue. Reads must show it as
     * released from the commit on, whenever the work runs.
     *
     * @return what will be released, by kind, for the audit entry; empty when nothing is
     */
    @CheckReturnValue
    Uni<Map<String, Long>> onClosing(EndingAccount account);

    /** The account is being purged: delete every row that holds anything of it. */
    @CheckReturnValue
    Uni<Void> onPurging(EndingAccount account);
}
