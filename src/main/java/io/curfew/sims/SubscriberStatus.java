package io.curfew.sims;

/**
 * The status of a subscription. The primary one has the status of its SIM; secondary ones have statuses of their own.
 */
public enum SubscriberStatus {
    /** A secondary subscription that was ordered and is on its way to the SIM. */
    SHIPPED,
    /** A secondary subscription that has reached the SIM. */
    DELIVERED,
    READY,
    ACTIVE,
    INACTIVE,
    STANDBY,
    SUSPENDED,
    TERMINATED;

    static SubscriberStatus of(SimStatus status) {
        return valueOf(status.name());
    }
}
