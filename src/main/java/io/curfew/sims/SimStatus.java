package io.curfew.sims;

/** Where a SIM, and with it its primary subscription, stands. The transitions are in {@code sims/transitions.csv}. */
public enum SimStatus {
    /** Registered and never used; the first connection activates it. Never reached again once left. */
    READY,
    /** May connect. */
    ACTIVE,
    /** May not connect, for now. */
    INACTIVE,
    /** Stored for long; a connection activates it. */
    STANDBY,
    /** Paused for long; connecting is refused for good, as devices see it. */
    SUSPENDED,
    /** At its end: nothing leads out of here. */
    TERMINATED
}
