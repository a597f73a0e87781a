package io.curfew.dialects.soracom.wire;

/** Which services a subscription supports. */
public record SoracomCapabilities(boolean data, boolean sms) {}
