package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a number for sale can do; the search writes two of the names in upper case. */
public record TwilioSearchCapabilities(
        boolean voice,
        @JsonProperty("SMS") boolean sms,
        @JsonProperty("MMS") boolean mms,
        boolean fax) {}
