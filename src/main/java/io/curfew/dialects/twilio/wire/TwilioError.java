package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Twilio's error body.
 *
 * @param code Twilio's error code
 * @param message one sentence
 * @param moreInfo where the code is explained
 * @param status the HTTP status again
 */
public record TwilioError(
        int code, String message, @JsonProperty("more_info") String moreInfo, int status) {}
