package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/** What a search found; this list has no pages. */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioAvailableNumberList(List<TwilioAvailableNumber> availablePhoneNumbers, String uri) {}
