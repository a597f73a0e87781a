package io.curfew.lifecycle;

/** Who suspended an account, and so who may resume it. */
public enum SuspensionCause {
    /** The account's own tree; it resumes it as well. */
    CUSTOMER,
    /** The platform operator; nobody else resumes it. */
    PLATFORM
}
