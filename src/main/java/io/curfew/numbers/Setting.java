package io.curfew.numbers;

/** The settings that a holder can make on a number. */
public enum Setting {
    /** 1 to 64 characters. */
    FRIENDLY_NAME,
    /** {@code 2010-04-01} or {@code 2008-08-01}. */
    API_VERSION,
    VOICE_URL,
    VOICE_METHOD,
    VOICE_FALLBACK_URL,
    VOICE_FALLBACK_METHOD,
    /** {@code AP…}; replaces the voice URLs and a trunk. */
    VOICE_APPLICATION_SID,
    /** Whether callers' names are looked up; North American numbers only. */
    VOICE_CALLER_ID_LOOKUP,
    /** {@code voice} or {@code fax}. */
    VOICE_RECEIVE_MODE,
    SMS_URL,
    SMS_METHOD,
    SMS_FALLBACK_URL,
    SMS_FALLBACK_METHOD,
    /** {@code AP…}; replaces the messaging URLs. */
    SMS_APPLICATION_SID,
    STATUS_CALLBACK,
    STATUS_CALLBACK_METHOD,
    /** {@code Active} or {@code Inactive}. */
    EMERGENCY_STATUS,
    /** {@code AD…}. */
    EMERGENCY_ADDRESS_SID,
    /** {@code TK…}; replaces a voice application. */
    TRUNK_SID,
    /** {@code AD…}. */
    ADDRESS_SID,
    /** {@code RI…}. */
    IDENTITY_SID,
    /** {@code BU…}. */
    BUNDLE_SID
}
