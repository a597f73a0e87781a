package io.curfew.dialects.soracom.wire;

/** A SAM user's own permissions; both fields are empty when nothing was set. */
public record SoracomPermission(String permission, String description) {}
