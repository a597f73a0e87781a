package io.curfew.sims;

/** The status of a SIM and of its primary subscription. The transitions are in {@code sims/transitions.csv}. */
public enum SimStatus {
    /** Registered and never used; the first connection activates it. Never reached again once left. */
    READY,
    /** May connect. */
    ACTIVE,
    /** May not connect, for now. */
    INACTIVE,
    /** Put aside for a long time; a connection activates it. */
    STANDBY,
    /** Paused for a long time; a device that tries to connect is told that the refusal is permanent. */
    SUSPENDED,
    /** At its end; no transition leads out of this status. */
    TERMINATED
}
