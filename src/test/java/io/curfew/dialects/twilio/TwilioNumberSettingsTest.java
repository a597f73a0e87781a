package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static io.curfew.dialects.twilio.TwilioPhoneNumbersTest.NUMBERS;
import static io.curfew.dialects.twilio.TwilioPhoneNumbersTest.body;
import static io.curfew.dialects.twilio.TwilioPhoneNumbersTest.buy;
import static io.curfew.dialects.twilio.TwilioPhoneNumbersTest.free;
import static io.curfew.dialects.twilio.TwilioPhoneNumbersTest.number;
import static io.curfew.dialects.twilio.TwilioPhoneNumbersTest.stateOf;
import static io.curfew.dialects.twilio.TwilioPhoneNumbersTest.untouched;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of numbers, on purchase and on update. */
@CurfewTest
class TwilioNumberSettingsTest {
    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Test
    void settingsAreTakenOnPurchaseAndOnUpdate() {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = free(main, "US/Local.json");
        Map<String, String> form = new LinkedHashMap<>();
        form.put("PhoneNumber", phoneNumber);
        form.put("FriendlyName", " Company +1 \n");
        form.put("VoiceUrl", "https://example.com/voice?a=1&b=2");
        form.put("VoiceMethod", "GET");
        form.put("VoiceFallbackUrl", "http://example.com/voice-fallback");
        form.put("VoiceFallbackMethod", "GET");
        form.put("VoiceCallerIdLookup", "true");
        form.put("VoiceReceiveMode", "fax");
        form.put("SmsUrl", "https://example.com/sms");
        form.put("SmsMethod", "GET");
        form.put("SmsFallbackUrl", "https://example.com/sms-fallback");
        form.put("SmsFallbackMethod", "GET");
        form.put("SmsApplicationSid", "AP" + "1".repeat(32));
        form.put("StatusCallback", "https://example.com/status");
        form.put("StatusCallbackMethod", "GET");
        form.put("TrunkSid", "TK" + "2".repeat(32));
        form.put("AddressSid", "AD" + "3".repeat(32));
        form.put("IdentitySid", "RI" + "4".repeat(32));
        form.put("BundleSid", "BU" + "5".repeat(32));
        form.put("EmergencyStatus", "Active");
        form.put("EmergencyAddressSid", "AD" + "6".repeat(32));
        form.put("ApiVersion", "2008-08-01");
        form.put("Unknown", "ignored");
        // When
        Response bought = post(main, under(main, NUMBERS), form);
        // Then
        String sid = bought.path("sid");
        Map<String, Object> expected = untouched(sid, main.sid(), phoneNumber, bought.path("date_created"));
        expected.put("friendly_name", "Company +1");
        expected.put("voice_url", "https://example.com/voice?a=1&b=2");
        expected.put("voice_method", "GET");
        expected.put("voice_fallback_url", "http://example.com/voice-fallback");
        expected.put("voice_fallback_method", "GET");
        expected.put("voice_caller_id_lookup", true);
        expected.put("voice_receive_mode", "fax");
        expected.put("sms_url", "https://example.com/sms");
        expected.put("sms_method", "GET");
        expected.put("sms_fallback_url", "https://example.com/sms-fallback");
        expected.put("sms_fallback_method", "GET");
        expected.put("sms_application_sid", "AP" + "1".repeat(32));
        expected.put("status_callback", "https://example.com/status");
        expected.put("status_callback_method", "GET");
        expected.put("trunk_sid", "TK" + "2".repeat(32));
        expected.put("address_sid", "AD" + "3".repeat(32));
        expected.put("identity_sid", "RI" + "4".repeat(32));
        expected.put("bundle_sid", "BU" + "5".repeat(32));
        expected.put("emergency_status", "Active");
        expected.put("emergency_address_sid", "AD" + "6".repeat(32));
        expected.put("api_version", "2008-08-01");
        assertThat(body(bought)).isEqualTo(expected);
        // When URLs are cleared and an application takes the trunk's place
        Response updated = post(
                main,
                number(main, sid),
                Map.of(
                        "VoiceUrl", "",
                        "VoiceFallbackUrl", "",
                        "StatusCallback", "",
                        "SmsFallbackUrl", "",
                        "VoiceApplicationSid", "AP" + "7".repeat(32)));
        // Then
        expected.put("voice_url", null);
        expected.put("voice_fallback_url", null);
        expected.put("status_callback", "");
        expected.put("sms_fallback_url", "");
        expected.put("voice_application_sid", "AP" + "7".repeat(32));
        expected.put("trunk_sid", null);
        expected.put("date_updated", updated.path("date_updated"));
        assertThat(updated.statusCode()).isEqualTo(200);
        assertThat(body(updated)).isEqualTo(expected);
        // When a trunk takes the application's place
        Response trunk = post(main, number(main, sid), Map.of("TrunkSid", "TK" + "8".repeat(32)));
        // Then
        expected.put("voice_application_sid", null);
        expected.put("trunk_sid", "TK" + "8".repeat(32));
        expected.put("date_updated", trunk.path("date_updated"));
        assertThat(body(trunk)).isEqualTo(expected);
        assertThat(body(get(main, number(main, sid)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "VoiceUrl, ftp://example.com, 21402",
        "VoiceUrl, not a url, 21402",
        "SmsUrl, /relative, 21402",
        "SmsUrl, https://, 21402",
        "StatusCallback, javascript:alert(1), 21402",
        "VoiceMethod, PUT, 21403",
        "SmsMethod, '', 21403",
        "StatusCallbackMethod, delete, 21403",
        "VoiceFallbackUrl, https://example.com, 21405",
        "SmsFallbackUrl, https://example.com, 21406",
        "VoiceApplicationSid, AC00000000000000000000000000000000, 21420",
        "SmsApplicationSid, x, 21420",
        "FriendlyName, '', 20002",
        "VoiceCallerIdLookup, maybe, 20001",
        "VoiceReceiveMode, telex, 20001",
        "EmergencyStatus, On, 20001",
        "ApiVersion, 2020-01-01, 20001",
        "TrunkSid, AP00000000000000000000000000000000, 20001",
        "AddressSid, nowhere, 20001",
        "BundleSid, 1, 20001",
        "IdentitySid, 1, 20001",
        "EmergencyAddressSid, 1, 20001"
    })
    void badSettingIsRefusedAndNothingIsWritten(String parameter, String value, int code) {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = free(main, "US/Local.json");
        // When, Then: on purchase
        assertError(post(main, under(main, NUMBERS), Map.of("PhoneNumber", phoneNumber, parameter, value)), 400, code);
        assertThat(database.count("select count(*) from phone_number where tenant_id = $1", main.sid()))
                .isZero();
        assertThat(stateOf(database, phoneNumber)).isEqualTo("AVAILABLE");
        // When, Then: on update
        Response bought = post(main, under(main, NUMBERS), Map.of("PhoneNumber", phoneNumber));
        assertError(post(main, number(main, bought.path("sid")), Map.of(parameter, value)), 400, code);
        assertThat(body(get(main, number(main, bought.path("sid"))))).isEqualTo(body(bought));
    }

    @Test
    void nameOf65CharactersIsRefused() {
        Credentials main = accounts.main();
        String sid = buy(main, main);
        assertError(post(main, number(main, sid), Map.of("FriendlyName", "x".repeat(65))), 400, 20002);
        String longest = "\uD83D\uDE80".repeat(64);
        assertThat(post(main, number(main, sid), Map.of("FriendlyName", longest))
                        .<String>path("friendly_name"))
                .isEqualTo(longest);
    }

    @Test
    void settingsThatTheNumberCannotHaveAreRefused() {
        // Given
        Credentials main = accounts.main();
        String british = free(main, "GB/Local.json");
        String sid =
                post(main, under(main, NUMBERS), Map.of("PhoneNumber", british)).path("sid");
        // When, Then
        assertError(post(main, number(main, sid), Map.of("SmsUrl", "https://example.com")), 400, 21407);
        assertError(post(main, number(main, sid), Map.of("VoiceCallerIdLookup", "true")), 400, 21409);
    }
}
