package io.curfew.lifecycle;

/** Where an account stands. Ordered by severity: a later one outweighs an earlier one of an ancestor's. */
public enum LifecycleStatus {
    ACTIVE,
    SUSPENDED,
    CLOSED
}
