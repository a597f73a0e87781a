package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.account;
import static io.curfew.dialects.twilio.TwilioHttp.as;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountType;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.ApiKeys;
import io.curfew.testing.Calls;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Buying by its very number: again what one holds, in the forms in which people write it. */
@CurfewTest
class TwilioRepeatedPurchaseTest {
    private static final String NUMBERS = "IncomingPhoneNumbers.json";

    @Inject
    Accounts accounts;

    @Inject
    ApiKeys keys;

    @Inject
    Database database;

    @Test
    void buyingWhatOneHoldsIsAnUpdate() {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = free(main);
        Response first = buy(main, main, Map.of("PhoneNumber", phoneNumber));
        String sid = first.path("sid");
        // When
        Response again = buy(main, main, Map.of("PhoneNumber", phoneNumber, "VoiceUrl", "https://example.com/voice"));
        // Then
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.<String>path("sid")).isEqualTo(sid);
        assertThat(again.<String>path("voice_url")).isEqualTo("https://example.com/voice");
        assertThat(again.<String>path("date_created")).isEqualTo(first.path("date_created"));
        assertThat(actions(sid)).containsExactly("number.assigned", "number.updated");
        assertThat(charges(sid)).isEqualTo(1);
        assertThat(database.column("select kind from lifecycle_work where account_id = $1", main.sid()))
                .containsExactly("number-charge");
    }

    @Test
    void buyingWhatOneHoldsWithNothingNewWritesNothing() {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = free(main);
        Response first = buy(main, main, Map.of("PhoneNumber", phoneNumber));
        // When
        Response again = buy(main, main, Map.of("PhoneNumber", phoneNumber));
        Response ofItsType =
                post(main, under(main, "IncomingPhoneNumbers/Local.json"), Map.of("PhoneNumber", phoneNumber));
        Response ofAnotherType =
                post(main, under(main, "IncomingPhoneNumbers/TollFree.json"), Map.of("PhoneNumber", phoneNumber));
        // Then
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(ofItsType.asString()).isEqualTo(first.asString());
        assertError(ofAnotherType, 400, 21458);
        assertThat(actions(first.path("sid"))).containsExactly("number.assigned");
        assertThat(charges(first.path("sid"))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"Voice, 21405", "Sms, 21406"})
    void fallbackOfANumberThatHasItsMainUrlIsApplied(String of, int refusal) {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = free(main);
        Map<String, String> fallback =
                Map.of("PhoneNumber", phoneNumber, of + "FallbackUrl", "https://example.com/fallback");
        // When, Then a new one is refused and given back
        assertError(buy(main, main, fallback), 400, refusal);
        assertThat(database.column("select state from number_inventory where phone_number = $1", phoneNumber))
                .containsExactly("AVAILABLE");
        // When, Then
        Response first = buy(main, main, Map.of("PhoneNumber", phoneNumber));
        assertError(buy(main, main, fallback), 400, refusal);
        buy(main, main, Map.of("PhoneNumber", phoneNumber, of + "Url", "https://example.com/main"));
        Response again = buy(main, main, fallback);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.<String>path("sid")).isEqualTo(first.path("sid"));
        assertThat(again.<String>path(of.toLowerCase(Locale.ROOT) + "_url")).isEqualTo("https://example.com/main");
        assertThat(again.<String>path(of.toLowerCase(Locale.ROOT) + "_fallback_url"))
                .isEqualTo("https://example.com/fallback");
    }

    @Test
    void purchasesOfOneNumberAtTheSameTimeShareIt() {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = free(main);
        // When
        List<Response> answers =
                Calls.atOnce(4, () -> buy(main, main, Map.of("PhoneNumber", phoneNumber, "FriendlyName", "shared")));
        // Then
        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
        assertThat(answers)
                .extracting(answer -> answer.<String>path("sid"))
                .hasSize(4)
                .containsOnly(answers.get(0).<String>path("sid"));
        String sid = answers.get(0).path("sid");
        assertThat(actions(sid)).containsExactly("number.assigned");
        assertThat(charges(sid)).isEqualTo(1);
    }

    @Test
    void whatAnotherAccountHoldsIsUnavailable() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Response number = buy(main, main, Map.of("PhoneNumber", free(main)));
        Map<String, String> again = Map.of("PhoneNumber", number.path("phone_number"));
        // When, Then
        assertError(buy(main, sub, again), 400, 21422);
        // When it moves away
        assertThat(post(
                                main,
                                under(main, "IncomingPhoneNumbers/" + number.path("sid") + ".json"),
                                Map.of("AccountSid", sub.sid()))
                        .statusCode())
                .isEqualTo(200);
        // Then
        assertError(buy(main, main, again), 400, 21422);
        assertThat(buy(main, sub, again).<String>path("sid")).isEqualTo(number.path("sid"));
    }

    @Test
    void suspendedAccountAndTrialSubaccountBuyWhatTheyHold() {
        // Given
        Credentials main = accounts.main();
        Credentials suspended = accounts.sub(main);
        Credentials trial = accounts.main(AccountType.TRIAL);
        Credentials ofTrial = accounts.sub(trial);
        Response held = buy(main, suspended, Map.of("PhoneNumber", free(main)));
        post(main, account(suspended), Map.of("Status", "suspended"));
        Response moved = buy(trial, trial, Map.of("PhoneNumber", free(main)));
        Response onTrial =
                buy(trial, trial, Map.of("PhoneNumber", moved.path("phone_number"), "FriendlyName", "once more"));
        post(
                trial,
                under(trial, "IncomingPhoneNumbers/" + moved.path("sid") + ".json"),
                Map.of("AccountSid", ofTrial.sid()));
        // When
        Response bySuspended =
                buy(main, suspended, Map.of("PhoneNumber", held.path("phone_number"), "FriendlyName", "again"));
        Response byTrialsSub =
                buy(trial, ofTrial, Map.of("PhoneNumber", moved.path("phone_number"), "FriendlyName", "again"));
        // Then
        assertThat(onTrial.statusCode()).isEqualTo(201);
        assertThat(bySuspended.statusCode()).isEqualTo(201);
        assertThat(bySuspended.<String>path("friendly_name")).isEqualTo("again");
        assertThat(byTrialsSub.statusCode()).isEqualTo(201);
        assertThat(byTrialsSub.<String>path("sid")).isEqualTo(moved.path("sid"));
        assertError(buy(main, suspended, Map.of("PhoneNumber", free(main))), 403, 20005);
        assertError(buy(trial, ofTrial, Map.of("PhoneNumber", free(main))), 403, 10002);
        assertThat(charges(held.path("sid"))).isEqualTo(1);
    }

    @Test
    void itTakesTheRightToBuyAndToUpdate() {
        // Given
        Credentials main = accounts.main();
        Credentials buyer = keys.restricted(main, main, "/twilio/phone-numbers/active-numbers/create");
        Credentials changer = keys.restricted(main, main, "/twilio/phone-numbers/active-numbers/update");
        Credentials both = keys.restricted(
                main,
                main,
                "/twilio/phone-numbers/active-numbers/create",
                "/twilio/phone-numbers/active-numbers/update");
        Map<String, String> purchase = Map.of("PhoneNumber", free(main));
        Response bought = buy(buyer, main, purchase);
        Map<String, String> again = Map.of("PhoneNumber", bought.path("phone_number"), "FriendlyName", "mine");
        // When, Then
        assertThat(bought.statusCode()).isEqualTo(201);
        assertError(buy(buyer, main, again), 401, 70051);
        assertError(buy(changer, main, again), 401, 70051);
        assertThat(actions(bought.path("sid"))).containsExactly("number.assigned");
        assertThat(buy(both, main, again).<String>path("friendly_name")).isEqualTo("mine");
    }

    @Test
    void replayedKeyGivesTheStoredAnswerAndAppliesNothing() {
        // Given
        Credentials main = accounts.main();
        Credentials buyer = keys.restricted(main, main, "/twilio/phone-numbers/active-numbers/create");
        String phoneNumber = free(main);
        Response first = keyed("key-1", buyer, main, phoneNumber);
        String sid = first.path("sid");
        post(main, under(main, "IncomingPhoneNumbers/" + sid + ".json"), Map.of("FriendlyName", "changed since"));
        // When
        Response replayed = keyed("key-1", buyer, main, phoneNumber);
        // Then
        assertThat(replayed.statusCode()).isEqualTo(201);
        assertThat(replayed.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(get(main, under(main, "IncomingPhoneNumbers/" + sid + ".json"))
                        .<String>path("friendly_name"))
                .isEqualTo("changed since");
        assertThat(actions(sid)).containsExactly("number.assigned", "number.updated");
    }

    private static Response keyed(String key, Credentials caller, Credentials holder, String phoneNumber) {
        return as(caller)
                .header("Idempotency-Key", key)
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(Map.of("PhoneNumber", phoneNumber, "FriendlyName", "first"))
                .post(under(holder, NUMBERS));
    }

    @ParameterizedTest
    @CsvSource({"US/Local, 1", "US/Local, 2", "US/Local, 3", "US/Local, 4", "US/Local, 5", "CA/Local, 1"})
    void numberIsReadInTheFormsOfItsCountry(String type, int form) {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = free(main, type);
        String digits = phoneNumber.substring(2);
        String area = digits.substring(0, 3);
        String written = switch (form) {
            case 1 -> "(" + area + ") " + digits.substring(3, 6) + "-" + digits.substring(6);
            case 2 -> digits;
            case 3 -> "1" + digits;
            case 4 -> area + "." + digits.substring(3, 6) + "." + digits.substring(6);
            default -> phoneNumber.substring(0, 2) + " " + area + " " + digits.substring(3);
        };
        // When
        Response bought = buy(main, main, Map.of("PhoneNumber", written));
        // Then
        assertThat(bought.statusCode()).isEqualTo(201);
        assertThat(bought.<String>path("phone_number")).isEqualTo(phoneNumber);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GB/Local", "GB/Mobile", "DE/Local", "SE/Mobile"})
    void nationalFormThatTheSearchShowsIsReadBack(String type) {
        // Given
        Credentials main = accounts.main();
        Response found = get(main, under(main, "AvailablePhoneNumbers/" + type + ".json?PageSize=1"));
        // When
        Response bought =
                buy(main, main, Map.of("PhoneNumber", found.path("available_phone_numbers[0].friendly_name")));
        // Then
        assertThat(bought.<String>path("phone_number"))
                .isEqualTo(found.path("available_phone_numbers[0].phone_number"));
    }

    @Test
    void plusThatWasSentUnescapedIsAPlus() {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = free(main);
        // When
        Response bought = as(main).contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .body("PhoneNumber=" + phoneNumber)
                .post(under(main, NUMBERS));
        // Then
        assertThat(bought.<String>path("phone_number")).isEqualTo(phoneNumber);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s;ext=5", "%s x5", "%s ext. 5", "tel:%s;isub=1"})
    void extensionIsRefused(String form) {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = free(main);
        // When, Then
        assertError(buy(main, main, Map.of("PhoneNumber", form.formatted(phoneNumber))), 400, 21421);
        assertError(buy(main, main, Map.of("PhoneNumber", form.formatted(phoneNumber.substring(2)))), 400, 21421);
    }

    @Test
    void numberWithAnEmergencyAddressIsNotReleased() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        String address = "AD" + "0".repeat(32);
        String sid = buy(main, sub, Map.of("PhoneNumber", free(main), "EmergencyAddressSid", address))
                .path("sid");
        String number = under(sub, "IncomingPhoneNumbers/" + sid + ".json");
        // When, Then
        assertError(
                as(main).delete(number),
                400,
                21627,
                "The phone number has an emergency address, which has to be removed from it first.");
        assertThat(actions(sid)).containsExactly("number.assigned");
        // When it is taken off
        assertThat(post(main, number, Map.of("EmergencyAddressSid", "")).statusCode())
                .isEqualTo(200);
        // Then
        assertThat(as(main).delete(number).statusCode()).isEqualTo(204);
    }

    @Test
    void closingReleasesANumberWithAnEmergencyAddress() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        String address = "AD" + "0".repeat(32);
        Response number = buy(main, sub, Map.of("PhoneNumber", free(main), "EmergencyAddressSid", address));
        // When
        assertThat(post(main, account(sub), Map.of("Status", "closed")).statusCode())
                .isEqualTo(200);
        // Then
        assertError(get(main, under(sub, "IncomingPhoneNumbers/" + number.path("sid") + ".json")), 404, 20404);
        assertThat(buy(main, main, Map.of("PhoneNumber", number.path("phone_number")))
                        .statusCode())
                .isEqualTo(201);
    }

    private static Response buy(Credentials caller, Credentials holder, Map<String, ?> form) {
        return post(caller, under(holder, NUMBERS), form);
    }

    private static String free(Credentials main) {
        return free(main, "US/Local");
    }

    private static String free(Credentials main, String type) {
        return get(main, under(main, "AvailablePhoneNumbers/" + type + ".json?PageSize=1"))
                .path("available_phone_numbers[0].phone_number");
    }

    private List<Object> actions(String sid) {
        return database.column("select action from audit_entry where subject = $1 order by recorded_at", sid);
    }

    private long charges(String sid) {
        return database.count("select count(*) from usage_event where subject = $1", sid);
    }
}
