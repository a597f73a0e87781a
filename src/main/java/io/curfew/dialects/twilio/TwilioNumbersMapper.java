package io.curfew.dialects.twilio;

import io.curfew.dialects.twilio.wire.TwilioAvailableNumber;
import io.curfew.dialects.twilio.wire.TwilioCapabilities;
import io.curfew.dialects.twilio.wire.TwilioPhoneNumber;
import io.curfew.dialects.twilio.wire.TwilioSaleCountry;
import io.curfew.dialects.twilio.wire.TwilioSearchCapabilities;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.numbers.AvailableNumber;
import io.curfew.numbers.BuyNumber;
import io.curfew.numbers.Capabilities;
import io.curfew.numbers.EmergencyStatus;
import io.curfew.numbers.InventorySearch;
import io.curfew.numbers.NumberSettings;
import io.curfew.numbers.NumberType;
import io.curfew.numbers.NumberView;
import io.curfew.numbers.SaleCountry;
import io.curfew.numbers.Setting;
import io.curfew.numbers.SettingsChange;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps between the core's phone numbers and Twilio's. */
final class TwilioNumbersMapper {
    private static final int DEFAULT_MILES = 25;

    private static final Map<String, Setting> SETTINGS = Map.ofEntries(
            Map.entry("FriendlyName", Setting.FRIENDLY_NAME),
            Map.entry("ApiVersion", Setting.API_VERSION),
            Map.entry("VoiceUrl", Setting.VOICE_URL),
            Map.entry("VoiceMethod", Setting.VOICE_METHOD),
            Map.entry("VoiceFallbackUrl", Setting.VOICE_FALLBACK_URL),
            Map.entry("VoiceFallbackMethod", Setting.VOICE_FALLBACK_METHOD),
            Map.entry("VoiceApplicationSid", Setting.VOICE_APPLICATION_SID),
            Map.entry("VoiceCallerIdLookup", Setting.VOICE_CALLER_ID_LOOKUP),
            Map.entry("VoiceReceiveMode", Setting.VOICE_RECEIVE_MODE),
            Map.entry("SmsUrl", Setting.SMS_URL),
            Map.entry("SmsMethod", Setting.SMS_METHOD),
            Map.entry("SmsFallbackUrl", Setting.SMS_FALLBACK_URL),
            Map.entry("SmsFallbackMethod", Setting.SMS_FALLBACK_METHOD),
            Map.entry("SmsApplicationSid", Setting.SMS_APPLICATION_SID),
            Map.entry("StatusCallback", Setting.STATUS_CALLBACK),
            Map.entry("StatusCallbackMethod", Setting.STATUS_CALLBACK_METHOD),
            Map.entry("EmergencyStatus", Setting.EMERGENCY_STATUS),
            Map.entry("EmergencyAddressSid", Setting.EMERGENCY_ADDRESS_SID),
            Map.entry("TrunkSid", Setting.TRUNK_SID),
            Map.entry("AddressSid", Setting.ADDRESS_SID),
            Map.entry("IdentitySid", Setting.IDENTITY_SID),
            Map.entry("BundleSid", Setting.BUNDLE_SID));

    private TwilioNumbersMapper() {}

    /** A held number as Twilio shows it. */
    static TwilioPhoneNumber number(NumberView number) {
        NumberSettings settings = number.settings();
        return new TwilioPhoneNumber(
                number.id(),
                number.accountId(),
                settings.friendlyName(),
                number.phoneNumber(),
                settings.voiceUrl(),
                settings.voiceMethod().name(),
                settings.voiceFallbackUrl(),
                settings.voiceFallbackMethod().name(),
                settings.voiceCallerIdLookup(),
                settings.voiceApplicationSid(),
                word(settings.voiceReceiveMode()),
                orEmpty(settings.smsUrl()),
                settings.smsMethod().name(),
                orEmpty(settings.smsFallbackUrl()),
                settings.smsFallbackMethod().name(),
                orEmpty(settings.smsApplicationSid()),
                orEmpty(settings.statusCallback()),
                settings.statusCallbackMethod().name(),
                settings.trunkSid(),
                settings.addressSid(),
                word(number.addressRequirement()),
                settings.identitySid(),
                settings.bundleSid(),
                settings.emergencyStatus() == EmergencyStatus.ACTIVE ? "Active" : "Inactive",
                settings.emergencyAddressSid(),
                "unregistered",
                capabilities(number.capabilities()),
                number.beta(),
                "twilio",
                "in-use",
                word(number.type()),
                settings.apiVersion(),
                TwilioDates.rfc2822(number.createdAt()),
                TwilioDates.rfc2822(number.updatedAt()),
                TwilioAccountMapper.uri(number.accountId()) + "/IncomingPhoneNumbers/" + number.id() + ".json");
    }

    private static TwilioCapabilities capabilities(Capabilities can) {
        return new TwilioCapabilities(can.voice(), can.sms(), can.mms(), can.fax());
    }

    /** A number for sale as Twilio shows it. */
    static TwilioAvailableNumber available(AvailableNumber number) {
        Capabilities can = number.capabilities();
        return new TwilioAvailableNumber(
                number.nationalFormat(),
                number.phoneNumber(),
                number.lata(),
                number.locality(),
                number.rateCenter(),
                decimal(number.latitude()),
                decimal(number.longitude()),
                number.region(),
                number.postalCode(),
                number.country(),
                word(number.addressRequirement()),
                number.beta(),
                new TwilioSearchCapabilities(can.voice(), can.sms(), can.mms(), can.fax()));
    }

    /** A country for sale as Twilio shows it. */
    static TwilioSaleCountry country(SaleCountry country, String accountId) {
        String base = TwilioAccountMapper.uri(accountId) + "/AvailablePhoneNumbers/" + country.code();
        Map<String, String> uris = new LinkedHashMap<>();
        subresource(uris, country, NumberType.LOCAL, "local", base + "/Local.json");
        subresource(uris, country, NumberType.TOLL_FREE, "toll_free", base + "/TollFree.json");
        subresource(uris, country, NumberType.MOBILE, "mobile", base + "/Mobile.json");
        return new TwilioSaleCountry(
                country.code(),
                new Locale("", country.code()).getDisplayCountry(Locale.ENGLISH),
                base + ".json",
                country.beta(),
                uris);
    }

    private static void subresource(
            Map<String, String> uris, SaleCountry country, NumberType type, String key, String uri) {
        if (country.types().contains(type)) {
            uris.put(key, uri);
        }
    }

    /** The type that a path names; refuses types that are not sold here with {@link ErrorCode#NOT_FOUND}. */
    static NumberType type(String word) {
        return switch (word) {
            case "Local" -> NumberType.LOCAL;
            case "Mobile" -> NumberType.MOBILE;
            case "TollFree" -> NumberType.TOLL_FREE;
            default -> throw new DomainException(ErrorCode.NOT_FOUND, "No such numbers are sold here.");
        };
    }

    /** The settings that a form names. */
    static SettingsChange settings(TwilioParams form) {
        SettingsChange change = SettingsChange.NONE;
        for (Map.Entry<String, Setting> entry : SETTINGS.entrySet()) {
            Optional<String> value =
                    entry.getValue() == Setting.FRIENDLY_NAME ? form.name(entry.getKey()) : form.get(entry.getKey());
            if (value.isPresent()) {
                change = change.with(entry.getValue(), value.get());
            }
        }
        return change;
    }

    /**
     * The number that a form asks to buy.
     *
     * @param type the type that the path names, null when it names none
     */
    static BuyNumber.Choice choice(TwilioParams form, @Nullable NumberType type) {
        Optional<String> areaCode = filled(form, "AreaCode");
        if (type != null && areaCode.isPresent()) {
            throw new DomainException(
                    ErrorCode.AREA_CODE_UNSUPPORTED, "AreaCode is not supported here, name a PhoneNumber");
        }
        Optional<String> phoneNumber = form.phoneNumber("PhoneNumber");
        if (phoneNumber.isPresent()) {
            return new BuyNumber.ByNumber(phoneNumber.get(), type);
        }
        return areaCode.<BuyNumber.Choice>map(BuyNumber.ByAreaCode::new)
                .orElseThrow(() -> new DomainException(
                        ErrorCode.BAD_REQUEST,
                        type == null ? "PhoneNumber or AreaCode is required" : "PhoneNumber is required"));
    }

    /** An account's id as it is stored; any other text as it is. */
    static String accountId(String text) {
        return Ids.is(Ids.ACCOUNT, text) ? Ids.ACCOUNT + text.substring(2).toLowerCase(Locale.ROOT) : text;
    }

    /** A number's id as it is stored; refuses other text with {@link ErrorCode#NOT_FOUND}. */
    static String numberId(String text) {
        if (!Ids.is(Ids.PHONE_NUMBER, text)) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such phone number.");
        }
        return Ids.PHONE_NUMBER + text.substring(2).toLowerCase(Locale.ROOT);
    }

    /** What a search asks for. */
    static InventorySearch search(TwilioParams query, String country, NumberType type, TwilioPaging paging) {
        return new InventorySearch(
                country,
                type,
                text(query, "AreaCode"),
                text(query, "Contains"),
                flag(query, "VoiceEnabled"),
                flag(query, "SmsEnabled"),
                flag(query, "MmsEnabled"),
                flag(query, "FaxEnabled"),
                isSet(query, "ExcludeAllAddressRequired"),
                isSet(query, "ExcludeLocalAddressRequired"),
                isSet(query, "ExcludeForeignAddressRequired"),
                !Objects.equals(flag(query, "Beta"), false),
                near(query),
                text(query, "InRegion"),
                text(query, "InLocality"),
                text(query, "InRateCenter"),
                text(query, "InLata"),
                text(query, "InPostalCode"),
                paging.offset(),
                paging.size());
    }

    private static InventorySearch.@Nullable Near near(TwilioParams query) {
        int miles = query.integer("Distance").orElse(DEFAULT_MILES);
        Optional<String> point = filled(query, "NearLatLong");
        if (point.isPresent()) {
            return near(point.get(), miles);
        }
        return query.phoneNumber("NearNumber")
                .map(number -> new InventorySearch.NearNumber(number, miles))
                .orElse(null);
    }

    private static InventorySearch.Near near(String point, int miles) {
        List<String> degrees = List.of(point.split(",", -1));
        try {
            if (degrees.size() == 2) {
                return new InventorySearch.NearPoint(
                        Double.parseDouble(degrees.get(0).strip()),
                        Double.parseDouble(degrees.get(1).strip()),
                        miles);
            }
        } catch (NumberFormatException e) {
            throw badPoint();
        }
        throw badPoint();
    }

    private static DomainException badPoint() {
        return new DomainException(ErrorCode.BAD_REQUEST, "NearLatLong is a latitude, a comma and a longitude");
    }

    private static Optional<String> filled(TwilioParams params, String name) {
        return params.get(name).filter(text -> !text.isEmpty());
    }

    private static @Nullable String text(TwilioParams params, String name) {
        return filled(params, name).orElse(null);
    }

    private static @Nullable Boolean flag(TwilioParams params, String name) {
        return filled(params, name).isEmpty() ? null : params.bool(name).orElse(null);
    }

    private static boolean isSet(TwilioParams params, String name) {
        return Objects.equals(flag(params, name), true);
    }

    private static @Nullable String decimal(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
