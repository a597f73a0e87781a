package io.curfew.numbers;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A number for sale.
 *
 * @param phoneNumber in E.164
 * @param nationalFormat as it is written in its own country
 * @param country ISO 3166-1 alpha-2
 * @param capabilities what it can do
 * @param addressRequirement the address that its country requires
 * @param beta whether it is new to the platform
 * @param region state or province, null where unknown, as are the following parameters
 * @param locality city
 * @param rateCenter rate centre
 * @param lata LATA
 * @param postalCode postal code
 * @param latitude degrees north
 * @param longitude degrees east
 */
public record AvailableNumber(
        String phoneNumber,
        String nationalFormat,
        String country,
        Capabilities capabilities,
        AddressRequirement addressRequirement,
        boolean beta,
        @Nullable String region,
        @Nullable String locality,
        @Nullable String rateCenter,
        @Nullable String lata,
        @Nullable String postalCode,
        @Nullable BigDecimal latitude,
        @Nullable BigDecimal longitude) {}
