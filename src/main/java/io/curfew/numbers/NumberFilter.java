package io.curfew.numbers;

import org.jspecify.annotations.Nullable;

/**
 * Which of an account's numbers are wanted; what is null is not asked about.
 *
 * @param tenantId the account's main account
 * @param accountId the holder
 * @param type only this kind
 * @param friendlyName exactly this name
 * @param phoneNumber a part of the number, {@code *} for any one digit, a leading {@code +} for its start
 * @param withBeta whether numbers new to the platform are listed too
 */
public record NumberFilter(
        String tenantId,
        String accountId,
        @Nullable NumberType type,
        @Nullable String friendlyName,
        @Nullable String phoneNumber,
        boolean withBeta) {
    /** All numbers of an account. */
    public static NumberFilter all(String tenantId, String accountId) {
        return new NumberFilter(tenantId, accountId, null, null, null, true);
    }
}
