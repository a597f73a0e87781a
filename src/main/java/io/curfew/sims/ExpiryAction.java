package io.curfew.sims;

import org.jspecify.annotations.Nullable;

/** What happens to a SIM when its expiry passes. Whatever it is, no new session starts from then on. */
public enum ExpiryAction {
    /** Nothing more; a running session lives on. No action at all (null) is the same, and is shown as such. */
    DO_NOTHING(null),
    /** The session is cut. */
    DELETE_SESSION(null),
    /** The session is cut, the SIM inactive. */
    DEACTIVATE(SimStatus.INACTIVE),
    /** The session is cut, the SIM suspended. */
    SUSPEND(SimStatus.SUSPENDED),
    /** The session is cut, the SIM terminated. */
    TERMINATE(SimStatus.TERMINATED);

    private final @Nullable SimStatus leadsTo;

    ExpiryAction(@Nullable SimStatus leadsTo) {
        this.leadsTo = leadsTo;
    }

    /** The status it leads to; null when it leaves the status as it is. */
    public @Nullable SimStatus leadsTo() {
        return leadsTo;
    }
}
