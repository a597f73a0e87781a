package io.curfew.numbers;

import java.time.Instant;

/**
 * A number that an account holds, as readers see it.
 *
 * @param tenantId the holder's main account
 * @param id {@code PN…}; it stays the same in a transfer, and is a new one when the number is bought again
 * @param accountId the holder
 * @param phoneNumber in E.164
 * @param country ISO 3166-1 alpha-2
 * @param type what kind of number it is
 * @param capabilities what it can do
 * @param addressRequirement the address that its country requires
 * @param beta whether it is new to the platform
 * @param settings its settings
 * @param createdAt lifecycle time of the purchase
 * @param updatedAt lifecycle time of the last change, a transfer included
 * @param version grows with every change, through whichever door
 */
public record NumberView(
        String tenantId,
        String id,
        String accountId,
        String phoneNumber,
        String country,
        NumberType type,
        Capabilities capabilities,
        AddressRequirement addressRequirement,
        boolean beta,
        NumberSettings settings,
        Instant createdAt,
        Instant updatedAt,
        long version) {}
