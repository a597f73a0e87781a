package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;

/** A country whose numbers are sold here, and the addresses at which each type of number is searched. */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioSaleCountry(
        String countryCode, String country, String uri, boolean beta, Map<String, String> subresourceUris) {}
