package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;

/** Twilio's Account. Every field is always present. The type starts with a capital letter, the status does not. */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioAccount(
        String sid,
        String ownerAccountSid,
        String friendlyName,
        String status,
        String type,
        String authToken,
        String dateCreated,
        String dateUpdated,
        String uri,
        Map<String, String> subresourceUris) {
    /** Without the token. */
    @Override
    public String toString() {
        return "TwilioAccount[" + sid + "]";
    }
}
