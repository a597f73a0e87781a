package io.curfew.sims;

/** The form of a SIM. */
public enum ModuleType {
    MINI,
    MICRO,
    NANO,
    TRIO,
    EMBEDDED,
    VIRTUAL,
    INTEGRATED,
    PROFILE_PACKAGE
}
