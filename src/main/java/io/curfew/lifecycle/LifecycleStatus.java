package io.curfew.lifecycle;

/**
 * Where an account stands. They are ordered by severity: of an account's own status and its main account's, the later
 * one in this order holds.
 */
public enum LifecycleStatus {
    ACTIVE,
    SUSPENDED,
    CLOSED
}
