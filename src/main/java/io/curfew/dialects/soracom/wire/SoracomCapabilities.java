package io.curfew.dialects.soracom.wire;

/** What a subscription carries. */
public record SoracomCapabilities(boolean data, boolean sms) {}
