package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** An auth token that was just promoted to be the only one. */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioPromotedToken(
        String accountSid, String authToken, String dateCreated, String dateUpdated, String url) {
    /** Without the token. */
    @Override
    public String toString() {
        return "TwilioPromotedToken[" + accountSid + "]";
    }
}
