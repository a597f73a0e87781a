package io.curfew.numbers;

import org.jspecify.annotations.Nullable;

/**
 * Which of an account's numbers to list. A criterion that is null does not restrict the list.
 *
 * @param tenantId the account's main account
 * @param accountId the holder
 * @param type the only kind to list
 * @param friendlyName the exact name
 * @param phoneNumber a part of the number, in which {@code *} stands for any one digit and a leading {@code +} for the
 *     number's start
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
