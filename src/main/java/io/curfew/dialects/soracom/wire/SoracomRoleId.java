package io.curfew.dialects.soracom.wire;

/** A role that was just made. */
public record SoracomRoleId(String roleId) {}
