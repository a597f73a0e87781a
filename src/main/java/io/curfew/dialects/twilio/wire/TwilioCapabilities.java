package io.curfew.dialects.twilio.wire;

/** What a held number can do, in lower case. */
public record TwilioCapabilities(boolean voice, boolean sms, boolean mms, boolean fax) {}
