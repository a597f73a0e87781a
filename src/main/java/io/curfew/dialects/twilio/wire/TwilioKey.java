package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** An API key in the 2010 API. */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioKey(String sid, @Nullable String friendlyName, String dateCreated, String dateUpdated) {}
