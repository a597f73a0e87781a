package io.curfew.advertising;

import org.jspecify.annotations.Nullable;

/** The address of a business. Any part may be unknown, which is null. The country decides which parts are required. */
public record BusinessAddress(
        @Nullable String businessName,
        @Nullable String line1,
        @Nullable String line2,
        @Nullable String line3,
        @Nullable String line4,
        @Nullable String city,
        @Nullable String stateOrProvince,
        @Nullable String postalCode,
        @Nullable String countryCode) {}
