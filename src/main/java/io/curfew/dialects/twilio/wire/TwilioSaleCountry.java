package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;

/** A country that numbers are sold of, and where each kind of them is searched. */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioSaleCountry(
        String countryCode, String country, String uri, boolean beta, Map<String, String> subresourceUris) {}
