package io.curfew.lifecycle;

/** Who suspended an account, and so who may resume it. */
public enum SuspensionCause {
    /** The account's own tree, which may also resume it. */
    CUSTOMER,
    /** The platform operator; nobody else resumes it. */
    PLATFORM
}
