package io.curfew.dialects.soracom.wire;

/** The only device that a SIM may be used in. */
public record SoracomImeiLock(String imei) {}
