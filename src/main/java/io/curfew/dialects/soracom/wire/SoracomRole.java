package io.curfew.dialects.soracom.wire;

/** SORACOM's role; times are UNIX milliseconds, {@code permission} is a string that holds JSON. */
public record SoracomRole(
        String roleId, String description, String permission, long createDateTime, long updateDateTime) {}
