package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.account;
import static io.curfew.dialects.twilio.TwilioHttp.as;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.assertNotFound;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class TwilioPhoneNumbersTest {
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    static final String NUMBERS = "IncomingPhoneNumbers.json";

    @Inject
    Accounts accounts;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @Inject
    WorkRunner runner;

    @Test
    void boughtNumberHasEveryField() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        String phoneNumber = free(main, "US/Local.json");
        String now = RFC_2822.format(clock.now());
        // When
        Response response = post(main, under(sub, NUMBERS), Map.of("PhoneNumber", phoneNumber));
        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        String sid = response.path("sid");
        assertThat(sid).matches("PN[0-9a-f]{32}");
        Map<String, Object> expected = untouched(sid, sub.sid(), phoneNumber, now);
        assertThat(body(response)).isEqualTo(expected);
        assertThat(body(get(main, number(sub, sid)))).isEqualTo(expected);
        assertThat(body(get(sub, number(sub, sid)))).isEqualTo(expected);
        assertThat(get(main, under(sub, NUMBERS)).<List<Map<String, Object>>>path("incoming_phone_numbers"))
                .containsExactly(expected);
        assertThat(database.rows(
                        "select tenant_id, account_id, phone_number, released_at is null, version from phone_number"
                                + " where id = $1",
                        sid))
                .containsExactly(List.of(main.sid(), sub.sid(), phoneNumber, true, 0L));
        assertThat(database.rows(
                        "select state, holder_tenant_id, claim_id from number_inventory where phone_number = $1",
                        phoneNumber))
                .containsExactly(List.of("ASSIGNED", main.sid(), sid));
        assertThat(database.rows("select kind, account_id from lifecycle_work where target_id = $1", sid))
                .containsExactly(List.of("number-charge", sub.sid()));
        assertThat(database.rows("select account_id, category, quantity from usage_event where subject = $1", sid))
                .containsExactly(List.of(sub.sid(), "number-month-local", 1L));
        assertThat(database.rows("select action, actor_id, door from audit_entry where subject = $1", sid))
                .containsExactly(List.of("number.assigned", main.sid(), "twilio"));
    }

    /** A number that was bought with nothing said about it. */
    static Map<String, Object> untouched(String sid, String holder, String phoneNumber, String at) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sid", sid);
        fields.put("account_sid", holder);
        fields.put("friendly_name", national(phoneNumber));
        fields.put("phone_number", phoneNumber);
        fields.put("voice_url", null);
        fields.put("voice_method", "POST");
        fields.put("voice_fallback_url", null);
        fields.put("voice_fallback_method", "POST");
        fields.put("voice_caller_id_lookup", false);
        fields.put("voice_application_sid", null);
        fields.put("voice_receive_mode", "voice");
        fields.put("sms_url", "");
        fields.put("sms_method", "POST");
        fields.put("sms_fallback_url", "");
        fields.put("sms_fallback_method", "POST");
        fields.put("sms_application_sid", "");
        fields.put("status_callback", "");
        fields.put("status_callback_method", "POST");
        fields.put("trunk_sid", null);
        fields.put("address_sid", null);
        fields.put("address_requirements", "none");
        fields.put("identity_sid", null);
        fields.put("bundle_sid", null);
        fields.put("emergency_status", "Inactive");
        fields.put("emergency_address_sid", null);
        fields.put("emergency_address_status", "unregistered");
        fields.put("capabilities", Map.of("voice", true, "sms", true, "mms", true, "fax", true));
        fields.put("beta", false);
        fields.put("origin", "twilio");
        fields.put("status", "in-use");
        fields.put("type", "local");
        fields.put("api_version", "2010-04-01");
        fields.put("date_created", at);
        fields.put("date_updated", at);
        fields.put("uri", "/2010-04-01/Accounts/" + holder + "/IncomingPhoneNumbers/" + sid + ".json");
        return fields;
    }

    /** {@code (415) 555-0103}. */
    static String national(String phoneNumber) {
        return "(" + phoneNumber.substring(2, 5) + ") " + phoneNumber.substring(5, 8) + "-" + phoneNumber.substring(8);
    }

    /** T3-30 to T3-35. */
    @Test
    void transferShowsTheNewOwnerAndKeepsTheRest() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        String phoneNumber = free(main, "US/Local.json");
        Response bought = post(
                main,
                under(main, NUMBERS),
                Map.of(
                        "PhoneNumber", phoneNumber,
                        "VoiceUrl", "https://example.com/voice",
                        "SmsUrl", "https://example.com/sms"));
        String sid = bought.path("sid");
        clock.advance(Duration.ofHours(3));
        // When
        Response moved = post(main, number(main, sid), Map.of("AccountSid", sub.sid() + "\n"));
        // Then
        assertThat(moved.statusCode()).isEqualTo(200);
        Map<String, Object> expected = untouched(sid, sub.sid(), phoneNumber, bought.path("date_created"));
        expected.put("voice_url", "https://example.com/voice");
        expected.put("sms_url", "https://example.com/sms");
        expected.put("date_updated", moved.path("date_updated"));
        assertThat(body(moved)).isEqualTo(expected);
        assertThat(moved.<String>path("date_updated")).isNotEqualTo(bought.path("date_created"));
        assertNotFound(get(main, number(main, sid)), number(main, sid));
        assertThat(get(main, under(main, NUMBERS)).<List<String>>path("incoming_phone_numbers.sid"))
                .isEmpty();
        assertThat(body(get(sub, number(sub, sid)))).isEqualTo(expected);
        assertThat(database.rows(
                        "select action, account_id from audit_entry where subject = $1"
                                + " and action = 'number.transferred'",
                        sid))
                .containsExactly(List.of("number.transferred", sub.sid()));
        // When it goes on to a sibling
        Credentials sibling = accounts.sub(main);
        assertThat(post(main, number(sub, sid), Map.of("AccountSid", sibling.sid()))
                        .<String>path("account_sid"))
                .isEqualTo(sibling.sid());
        assertThat(database.count("select count(*) from phone_number where phone_number = $1", phoneNumber))
                .isOne();
    }

    @Test
    void transferIsRefusedToWhoMayNotReceiveIt() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials suspended = accounts.sub(main);
        post(main, account(suspended), Map.of("Status", "suspended"));
        Credentials stranger = accounts.main();
        String sid = buy(main, main);
        String ofSub = buy(main, sub);
        // When, Then
        String own = number(main, sid);
        assertError(post(main, own, Map.of("AccountSid", "")), 400, 21470);
        assertError(post(main, own, Map.of("AccountSid", "PN" + "0".repeat(32))), 400, 21470);
        assertError(post(main, own, Map.of("AccountSid", "AC" + "f".repeat(32))), 400, 21471);
        assertError(post(main, own, Map.of("AccountSid", suspended.sid())), 400, 21472);
        assertError(post(main, own, Map.of("AccountSid", stranger.sid())), 400, 21473);
        assertError(post(sub, number(sub, ofSub), Map.of("AccountSid", main.sid())), 400, 21474);
        // To itself is no transfer
        assertThat(post(main, own, Map.of("AccountSid", main.sid())).<String>path("account_sid"))
                .isEqualTo(main.sid());
        assertThat(get(main, under(sub, NUMBERS)).<List<String>>path("incoming_phone_numbers.sid"))
                .containsExactly(ofSub);
    }

    @Test
    void releasedNumberIsGoneAndKeptBack() {
        // Given
        Credentials main = accounts.main();
        Credentials other = accounts.main();
        String sid = buy(main, main);
        String phoneNumber = get(main, number(main, sid)).path("phone_number");
        // When
        Response released = as(main).delete(number(main, sid));
        // Then
        assertThat(released.statusCode()).isEqualTo(204);
        assertThat(released.asString()).isEmpty();
        assertNotFound(get(main, number(main, sid)), number(main, sid));
        assertNotFound(as(main).delete(number(main, sid)), number(main, sid));
        assertThat(stateOf(database, phoneNumber)).isEqualTo("QUARANTINED");
        assertError(post(other, under(other, NUMBERS), Map.of("PhoneNumber", phoneNumber)), 400, 21422);
        assertThat(post(main, under(main, NUMBERS), Map.of("PhoneNumber", phoneNumber))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void closingReleasesEveryNumberAtOnce() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        List<String> sids = List.of(buy(main, sub), buy(main, sub), buy(main, sub));
        // When
        post(main, account(sub), Map.of("Status", "closed"));
        // Then, before any worker ran
        for (String sid : sids) {
            assertNotFound(get(main, number(sub, sid)), number(sub, sid));
            assertNotFound(post(main, number(sub, sid), Map.of("AccountSid", main.sid())), number(sub, sid));
            assertNotFound(as(main).delete(number(sub, sid)), number(sub, sid));
        }
        assertThat(get(main, under(sub, NUMBERS)).<List<String>>path("incoming_phone_numbers"))
                .isEmpty();
        assertThat(database.count(
                        "select count(*) from lifecycle_work where account_id = $1 and kind = 'account-release'",
                        sub.sid()))
                .isOne();
        await(runner::runDue);
        assertThat(database.count(
                        "select count(*) from number_inventory where holder_tenant_id = $1 and state = 'QUARANTINED'",
                        main.sid()))
                .isEqualTo(3);
        assertThat(database.count(
                        "select count(*) from phone_number where account_id = $1 and released_at is null", sub.sid()))
                .isZero();
    }

    @Test
    void listFiltersByNameNumberBetaAndOrigin() {
        // Given
        Credentials main = accounts.main();
        String first = buy(main, main);
        String second = buy(main, main);
        post(main, number(main, first), Map.of("FriendlyName", "Alpha & Ömega"));
        String phoneNumber = get(main, number(main, second)).path("phone_number");
        String withStar = phoneNumber.substring(1, 9) + "*" + phoneNumber.substring(10);
        Credentials withBeta = accounts.main();
        String japanese = post(
                        withBeta,
                        under(withBeta, NUMBERS),
                        Map.of("PhoneNumber", free(main, "JP/Mobile.json"), "AddressSid", "AD" + "0".repeat(32)))
                .path("sid");
        // When, Then
        assertThat(listed(main, "FriendlyName", "Alpha & Ömega")).containsExactly(first);
        assertThat(listed(main, "FriendlyName", "Alpha")).isEmpty();
        assertThat(listed(main, "PhoneNumber", phoneNumber)).containsExactly(second);
        assertThat(listed(main, "PhoneNumber", phoneNumber.substring(0, 5))).contains(second);
        assertThat(listed(main, "PhoneNumber", withStar)).contains(second);
        assertThat(listed(main, "PhoneNumber", "no number")).isEmpty();
        assertThat(listed(main, "PhoneNumber", "%")).isEmpty();
        assertThat(listed(main, "Origin", "twilio")).containsExactlyInAnyOrder(first, second);
        assertThat(listed(main, "Origin", "hosted")).isEmpty();
        assertThat(listed(withBeta, "Beta", "true")).containsExactly(japanese);
        assertThat(listed(withBeta, "Beta", "false")).isEmpty();
        assertError(get(main, under(main, NUMBERS) + "?Origin=moon"), 400, 20001);
        assertError(get(main, under(main, NUMBERS) + "?Beta=moon"), 400, 20001);
        assertError(get(main, under(main, NUMBERS) + "?PageSize=1001"), 400, 20007);
    }

    private static List<String> listed(Credentials main, String filter, String value) {
        return as(main).queryParam(filter, value).get(under(main, NUMBERS)).path("incoming_phone_numbers.sid");
    }

    @Test
    void pagesAreStableWhileNumbersAreBought() {
        // Given
        Credentials main = accounts.main();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.add(0, buy(main, main));
        }
        // When
        List<String> seen = new ArrayList<>();
        String next = under(main, NUMBERS) + "?PageSize=2";
        while (next != null) {
            Response page = as(main).urlEncodingEnabled(false).get(next);
            seen.addAll(page.path("incoming_phone_numbers.sid"));
            next = page.path("next_page_uri");
            buy(main, main);
        }
        // Then
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void numbersOfOthersDoNotExist() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials sibling = accounts.sub(main);
        Credentials stranger = accounts.main();
        String sid = buy(main, sub);
        // When, Then
        assertNotFound(get(main, number(main, sid)), number(main, sid));
        assertNotFound(get(stranger, number(stranger, sid)), number(stranger, sid));
        assertNotFound(get(stranger, number(sub, sid)), number(sub, sid));
        assertError(get(sibling, number(sub, sid)), 401, 20003);
        assertError(as(sibling).delete(number(sub, sid)), 401, 20003);
        assertNotFound(as(main).delete(number(main, sid)), number(main, sid));
        assertNotFound(post(main, number(main, sid), Map.of("FriendlyName", "x")), number(main, sid));
        assertThat(get(sub, number(sub, sid)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PN1", "AC00000000000000000000000000000000", "PN' or 1=1", "National", "local", "..%2F"})
    void whatIsNoNumbersIdIsNotFound(String sid) {
        Credentials main = accounts.main();
        Response response = as(main).urlEncodingEnabled(false)
                .get(under(
                        main, "IncomingPhoneNumbers/" + sid.replace(" ", "%20").replace("'", "%27") + ".json"));
        assertError(response, 404, 20404);
    }

    static String stateOf(Database database, String phoneNumber) {
        return (String) database.column("select state from number_inventory where phone_number = $1", phoneNumber)
                .get(0);
    }

    static String free(Credentials caller, String path) {
        return get(caller, under(caller, "AvailablePhoneNumbers/" + path + "?PageSize=1"))
                .path("available_phone_numbers[0].phone_number");
    }

    static String buy(Credentials main, Credentials account) {
        Response bought = post(main, under(account, NUMBERS), Map.of("PhoneNumber", free(main, "US/Local.json")));
        assertThat(bought.statusCode()).isEqualTo(201);
        return bought.path("sid");
    }

    static String number(Credentials holder, String sid) {
        return under(holder, "IncomingPhoneNumbers/" + sid + ".json");
    }

    static Map<String, Object> body(Response response) {
        return response.jsonPath().getMap("$");
    }
}
