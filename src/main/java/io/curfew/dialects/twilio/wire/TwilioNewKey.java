package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** An API key in the 2010 API with its secret, which is shown only once. */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioNewKey(
        String sid, @Nullable String friendlyName, String dateCreated, String dateUpdated, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "TwilioNewKey[" + sid + "]";
    }
}
