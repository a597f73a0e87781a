package io.curfew.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of a work item whose handler returned. */
public sealed interface WorkOutcome {
    /** The item is removed in the same transaction. */
    record Done() implements WorkOutcome {}

    /**
     * The item stays and is due again; what the handler did is committed with it.
     *
     * @param at the next due instant
     * @param accountId the account it is done for from then on, null for the same as before
     */
    record DueAgain(Instant at, @Nullable String accountId) implements WorkOutcome {}

    /** Finished. */
    static WorkOutcome done() {
        return new Done();
    }

    /** Due again at {@code at}. */
    static WorkOutcome dueAgain(Instant at) {
        return new DueAgain(at, null);
    }

    /** Due again at {@code at}, for another account of the tree. */
    static WorkOutcome dueAgain(Instant at, String accountId) {
        return new DueAgain(at, accountId);
    }
}
