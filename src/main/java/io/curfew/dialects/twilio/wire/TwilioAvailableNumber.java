package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** A number that a search found for sale. */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioAvailableNumber(
        String friendlyName,
        String phoneNumber,
        @Nullable String lata,
        @Nullable String locality,
        @Nullable String rateCenter,
        @Nullable String latitude,
        @Nullable String longitude,
        @Nullable String region,
        @Nullable String postalCode,
        String isoCountry,
        String addressRequirements,
        boolean beta,
        TwilioSearchCapabilities capabilities) {}
