package io.curfew.sims;

/** Where a subscription stands: the primary one stands where its SIM does, secondary ones have a life of their own. */
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
