package io.curfew.dialects.soracom.wire;

/** What all of an operator's SAM users may do. */
public record SoracomDefaultPermissions(String defaultPermissions) {}
