package io.curfew.dialects.soracom.wire;

/** Whether a SAM user has a password. */
public record SoracomHasPassword(boolean hasPassword) {}
