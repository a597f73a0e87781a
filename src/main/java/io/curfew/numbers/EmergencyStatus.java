package io.curfew.numbers;

/** Whether emergency calling is on. */
public enum EmergencyStatus {
    ACTIVE,
    INACTIVE
}
