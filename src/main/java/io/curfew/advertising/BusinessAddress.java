package io.curfew.advertising;

import org.jspecify.annotations.Nullable;

/** Where a business is. Any part may be unknown, null; what has to be known depends on the country. */
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
