package io.curfew.dialects.soracom.wire;

/** A user who has a role. */
public record SoracomUserName(String userName) {}
