package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** An API key in the iam product. Its dates have the 2010 API's format, unlike those of other v1 products. */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioIamKey(
        String sid,
        @Nullable String friendlyName,
        String dateCreated,
        String dateUpdated,
        @Nullable TwilioKeyPolicy policy) {}
