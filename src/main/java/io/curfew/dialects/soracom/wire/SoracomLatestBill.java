package io.curfew.dialects.soracom.wire;

/**
 * SORACOM's bill of the running month.
 *
 * @param lastEvaluatedTime {@code yyyyMMddHHmmss} in UTC
 */
public record SoracomLatestBill(double amount, String currency, String lastEvaluatedTime) {}
