package io.curfew.sims;

import org.jspecify.annotations.Nullable;

/** What happens to a SIM when its expiry passes. Whatever it is, no new session starts from then on. */
public enum ExpiryAction {
    /** Nothing more; a running session goes on. No action at all (null) has the same effect, and is shown as null. */
    DO_NOTHING(null),
    /** The session is cut. */
    DELETE_SESSION(null),
    /** The session is cut and the SIM becomes inactive. */
    DEACTIVATE(SimStatus.INACTIVE),
    /** The session is cut and the SIM becomes suspended. */
    SUSPEND(SimStatus.SUSPENDED),
    /** The session is cut and the SIM is terminated. */
    TERMINATE(SimStatus.TERMINATED);

    private final @Nullable SimStatus leadsTo;

    ExpiryAction(@Nullable SimStatus leadsTo) {
        this.leadsTo = leadsTo;
    }

    /** The status that this action leads to; null when it leaves the status as it is. */
    public @Nullable SimStatus leadsTo() {
        return leadsTo;
    }
}
