package io.curfew.numbers;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a number. They are immutable: {@link #with} makes the next settings, and refuses what is not
 * allowed, such as a fallback URL without its main URL.
 */
@Embeddable
public record NumberSettings(
        @Column(name = "friendly_name") String friendlyName,
        @Column(name = "api_version") String apiVersion,
        @Nullable @Column(name = "voice_url") String voiceUrl,

        @Enumerated(EnumType.STRING) @Column(name = "voice_method")
        WebhookMethod voiceMethod,

        @Nullable @Column(name = "voice_fallback_url") String voiceFallbackUrl,

        @Enumerated(EnumType.STRING) @Column(name = "voice_fallback_method")
        WebhookMethod voiceFallbackMethod,

        @Nullable @Column(name = "voice_application_sid") String voiceApplicationSid,
        @Column(name = "voice_caller_id_lookup") boolean voiceCallerIdLookup,

        @Enumerated(EnumType.STRING) @Column(name = "voice_receive_mode")
        ReceiveMode voiceReceiveMode,

        @Nullable @Column(name = "sms_url") String smsUrl,

        @Enumerated(EnumType.STRING) @Column(name = "sms_method")
        WebhookMethod smsMethod,

        @Nullable @Column(name = "sms_fallback_url") String smsFallbackUrl,

        @Enumerated(EnumType.STRING) @Column(name = "sms_fallback_method")
        WebhookMethod smsFallbackMethod,

        @Nullable @Column(name = "sms_application_sid") String smsApplicationSid,
        @Nullable @Column(name = "status_callback") String statusCallback,

        @Enumerated(EnumType.STRING) @Column(name = "status_callback_method")
        WebhookMethod statusCallbackMethod,

        @Enumerated(EnumType.STRING) @Column(name = "emergency_status")
        EmergencyStatus emergencyStatus,

        @Nullable @Column(name = "emergency_address_sid") String emergencyAddressSid,
        @Nullable @Column(name = "trunk_sid") String trunkSid,
        @Nullable @Column(name = "address_sid") String addressSid,
        @Nullable @Column(name = "identity_sid") String identitySid,
        @Nullable @Column(name = "bundle_sid") String bundleSid) {
    /** The greatest number of characters in a friendly name. */
    public static final int MAX_NAME = 64;

    private static final String API_VERSION = "2010-04-01";
    private static final Set<String> API_VERSIONS = Set.of(API_VERSION, "2008-08-01");
    private static final int MAX_URL = 2048;

    /** The settings of a number that was bought without any. */
    static NumberSettings initial(String friendlyName) {
        return new NumberSettings(
                friendlyName,
                API_VERSION,
                null,
                WebhookMethod.POST,
                null,
                WebhookMethod.POST,
                null,
                false,
                ReceiveMode.VOICE,
                null,
                WebhookMethod.POST,
                null,
                WebhookMethod.POST,
                null,
                null,
                WebhookMethod.POST,
                EmergencyStatus.INACTIVE,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * The settings after {@code change}, for a number whose country and capabilities are not known yet.
     *
     * <p>Refuses with {@link ErrorCode#NAME_INVALID}, {@link ErrorCode#URL_INVALID}, {@link ErrorCode#METHOD_INVALID},
     * {@link ErrorCode#APPLICATION_INVALID}, {@link ErrorCode#VOICE_FALLBACK_WITHOUT_URL},
     * {@link ErrorCode#SMS_FALLBACK_WITHOUT_URL} and {@link ErrorCode#BAD_REQUEST}. A trunk and a voice application
     * replace each other; when one change sets both, the trunk stays.
     */
    NumberSettings with(SettingsChange change) {
        NumberSettings next = read(change);
        next.requireMainUrls();
        return next;
    }

    /**
     * Refuses, as {@link #with} does, what is wrong by itself, whatever the present settings of a number are. It does
     * not require the main URLs of fallback URLs, because the number may have those already.
     */
    static void requireReadable(SettingsChange change) {
        initial("any").read(change);
    }

    private NumberSettings read(SettingsChange change) {
        boolean trunkWins = change.fills(Setting.TRUNK_SID);
        boolean applicationWins = !trunkWins && change.fills(Setting.VOICE_APPLICATION_SID);
        String application = sid(change, Setting.VOICE_APPLICATION_SID, "AP", voiceApplicationSid);
        String trunk = sid(change, Setting.TRUNK_SID, "TK", trunkSid);
        return new NumberSettings(
                name(change),
                oneOf(change, Setting.API_VERSION, apiVersion, API_VERSIONS),
                url(change, Setting.VOICE_URL, voiceUrl),
                method(change, Setting.VOICE_METHOD, voiceMethod),
                url(change, Setting.VOICE_FALLBACK_URL, voiceFallbackUrl),
                method(change, Setting.VOICE_FALLBACK_METHOD, voiceFallbackMethod),
                trunkWins ? null : application,
                flag(change, Setting.VOICE_CALLER_ID_LOOKUP, voiceCallerIdLookup),
                word(change, Setting.VOICE_RECEIVE_MODE, voiceReceiveMode, ReceiveMode.class),
                url(change, Setting.SMS_URL, smsUrl),
                method(change, Setting.SMS_METHOD, smsMethod),
                url(change, Setting.SMS_FALLBACK_URL, smsFallbackUrl),
                method(change, Setting.SMS_FALLBACK_METHOD, smsFallbackMethod),
                sid(change, Setting.SMS_APPLICATION_SID, "AP", smsApplicationSid),
                url(change, Setting.STATUS_CALLBACK, statusCallback),
                method(change, Setting.STATUS_CALLBACK_METHOD, statusCallbackMethod),
                word(change, Setting.EMERGENCY_STATUS, emergencyStatus, EmergencyStatus.class),
                sid(change, Setting.EMERGENCY_ADDRESS_SID, "AD", emergencyAddressSid),
                applicationWins ? null : trunk,
                sid(change, Setting.ADDRESS_SID, "AD", addressSid),
                sid(change, Setting.IDENTITY_SID, "RI", identitySid),
                sid(change, Setting.BUNDLE_SID, "BU", bundleSid));
    }

    private void requireMainUrls() {
        if (voiceFallbackUrl != null && voiceUrl == null) {
            throw new DomainException(
                    ErrorCode.VOICE_FALLBACK_WITHOUT_URL, "A voice fallback URL needs a voice URL beside it.");
        }
        if (smsFallbackUrl != null && smsUrl == null) {
            throw new DomainException(
                    ErrorCode.SMS_FALLBACK_WITHOUT_URL, "An SMS fallback URL needs an SMS URL beside it.");
        }
    }

    private String name(SettingsChange change) {
        String wanted = change.get(Setting.FRIENDLY_NAME);
        if (wanted == null) {
            return friendlyName;
        }
        if (wanted.isBlank() || wanted.codePointCount(0, wanted.length()) > MAX_NAME || wanted.indexOf('\0') >= 0) {
            throw new DomainException(ErrorCode.NAME_INVALID, "A name has 1 to " + MAX_NAME + " characters.");
        }
        return wanted;
    }

    private static @Nullable String url(SettingsChange change, Setting setting, @Nullable String present) {
        String wanted = change.get(setting);
        if (wanted == null) {
            return present;
        }
        if (wanted.isEmpty()) {
            return null;
        }
        if (!isWebAddress(wanted)) {
            throw new DomainException(
                    ErrorCode.URL_INVALID, "Not an absolute http or https address: " + words(setting) + ".");
        }
        return wanted;
    }

    private static boolean isWebAddress(String text) {
        if (text.length() > MAX_URL) {
            return false;
        }
        try {
            URI address = new URI(text);
            String scheme = address.getScheme();
            return scheme != null
                    && Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))
                    && address.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static WebhookMethod method(SettingsChange change, Setting setting, WebhookMethod present) {
        String wanted = change.get(setting);
        if (wanted == null) {
            return present;
        }
        return switch (wanted.toUpperCase(Locale.ROOT)) {
            case "GET" -> WebhookMethod.GET;
            case "POST" -> WebhookMethod.POST;
            default ->
                throw new DomainException(ErrorCode.METHOD_INVALID, "Neither GET nor POST: " + words(setting) + ".");
        };
    }

    private static @Nullable String sid(
            SettingsChange change, Setting setting, String prefix, @Nullable String present) {
        String wanted = change.get(setting);
        if (wanted == null) {
            return present;
        }
        if (wanted.isEmpty()) {
            return null;
        }
        if (!Ids.is(prefix, wanted)) {
            throw prefix.equals("AP")
                    ? new DomainException(
                            ErrorCode.APPLICATION_INVALID, "Not an application's id: " + words(setting) + ".")
                    : malformed(setting);
        }
        return wanted;
    }

    private static boolean flag(SettingsChange change, Setting setting, boolean present) {
        String wanted = change.get(setting);
        if (wanted == null) {
            return present;
        }
        if (wanted.equalsIgnoreCase("true") || wanted.equalsIgnoreCase("false")) {
            return wanted.equalsIgnoreCase("true");
        }
        throw malformed(setting);
    }

    private static String oneOf(SettingsChange change, Setting setting, String present, Set<String> known) {
        String wanted = change.get(setting);
        if (wanted == null) {
            return present;
        }
        if (!known.contains(wanted)) {
            throw malformed(setting);
        }
        return wanted;
    }

    private static <E extends Enum<E>> E word(SettingsChange change, Setting setting, E present, Class<E> type) {
        String wanted = change.get(setting);
        if (wanted == null) {
            return present;
        }
        for (E known : type.getEnumConstants()) {
            if (known.name().equalsIgnoreCase(wanted)) {
                return known;
            }
        }
        throw malformed(setting);
    }

    private static DomainException malformed(Setting setting) {
        return new DomainException(ErrorCode.BAD_REQUEST, "Not a value for this setting: " + words(setting) + ".");
    }

    private static String words(Setting setting) {
        return setting.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
