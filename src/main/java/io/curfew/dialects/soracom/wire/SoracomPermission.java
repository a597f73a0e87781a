package io.curfew.dialects.soracom.wire;

/** What a SAM user may do of its own; both are empty when nothing was set. */
public record SoracomPermission(String permission, String description) {}
