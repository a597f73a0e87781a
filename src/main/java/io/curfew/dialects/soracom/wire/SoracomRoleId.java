package io.curfew.dialects.soracom.wire;

/** The id of a role that was just created. */
public record SoracomRoleId(String roleId) {}
