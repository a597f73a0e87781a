package io.curfew.dialects.soracom.wire;

/**
 * SORACOM's error body.
 *
 * @param code three capital letters and four digits
 * @param message one sentence, in the caller's language
 */
public record SoracomError(String code, String message) {}
