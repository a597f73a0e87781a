package io.curfew.dialects.soracom.wire;

/** Who may switch to a SAM user; empty for nobody. */
public record SoracomTrustPolicy(String trustPolicy) {}
