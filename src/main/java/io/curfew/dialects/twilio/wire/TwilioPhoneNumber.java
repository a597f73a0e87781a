package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's IncomingPhoneNumber. Every field is always present; whether an unset field is null or empty depends on the
 * field.
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioPhoneNumber(
        String sid,
        String accountSid,
        String friendlyName,
        String phoneNumber,
        @Nullable String voiceUrl,
        String voiceMethod,
        @Nullable String voiceFallbackUrl,
        String voiceFallbackMethod,
        boolean voiceCallerIdLookup,
        @Nullable String voiceApplicationSid,
        String voiceReceiveMode,
        String smsUrl,
        String smsMethod,
        String smsFallbackUrl,
        String smsFallbackMethod,
        String smsApplicationSid,
        String statusCallback,
        String statusCallbackMethod,
        @Nullable String trunkSid,
        @Nullable String addressSid,
        String addressRequirements,
        @Nullable String identitySid,
        @Nullable String bundleSid,
        String emergencyStatus,
        @Nullable String emergencyAddressSid,
        String emergencyAddressStatus,
        TwilioCapabilities capabilities,
        boolean beta,
        String origin,
        String status,
        String type,
        String apiVersion,
        String dateCreated,
        String dateUpdated,
        String uri) {}
