package io.curfew.lifecycle;

import java.time.Instant;

/** What becomes of a work item whose handler returned. */
public sealed interface WorkOutcome {
    /** The item is removed in the same transaction. */
    record Done() implements WorkOutcome {}

    /**
     * The item stays and is due again; what the handler did is committed with it.
     *
     * @param at the next due instant
     */
    record DueAgain(Instant at) implements WorkOutcome {}

    /** Finished. */
    static WorkOutcome done() {
        return new Done();
    }

    /** Due again at {@code at}. */
    static WorkOutcome dueAgain(Instant at) {
        return new DueAgain(at);
    }
}
