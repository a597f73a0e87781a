package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** A secondary auth token that was just made. */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioSecondaryToken(
        String accountSid, String secondaryAuthToken, String dateCreated, String dateUpdated, String url) {
    /** Without the token. */
    @Override
    public String toString() {
        return "TwilioSecondaryToken[" + accountSid + "]";
    }
}
