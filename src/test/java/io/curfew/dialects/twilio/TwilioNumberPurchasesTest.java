package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.account;
import static io.curfew.dialects.twilio.TwilioHttp.as;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static io.curfew.dialects.twilio.TwilioPhoneNumbersTest.NUMBERS;
import static io.curfew.dialects.twilio.TwilioPhoneNumbersTest.buy;
import static io.curfew.dialects.twilio.TwilioPhoneNumbersTest.free;
import static io.curfew.dialects.twilio.TwilioPhoneNumbersTest.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountType;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Purchases of numbers: which are made, which are refused, and which happen once. */
@CurfewTest
class TwilioNumberPurchasesTest {
    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @ParameterizedTest
    @CsvSource({
        "PhoneNumber, nonsense, 21421",
        "PhoneNumber, +1, 21421",
        "PhoneNumber, +14155551234567890, 21421",
        "PhoneNumber, ''' or 1=1 --', 21421",
        "PhoneNumber, +14155559999, 21422",
        "AreaCode, 41, 21451",
        "AreaCode, x15, 21451",
        "AreaCode, 999, 21452",
        "PhoneNumber, '', 20001",
        "Other, x, 20001"
    })
    void badPurchaseIsRefused(String parameter, String value, int code) {
        Credentials main = accounts.main();
        assertError(post(main, under(main, NUMBERS), Map.of(parameter, value)), 400, code);
        assertThat(database.count("select count(*) from phone_number where tenant_id = $1", main.sid()))
                .isZero();
    }

    @Test
    void areaCodeBuysAnyNumberThere() {
        // Given
        Credentials main = accounts.main();
        // When
        Response response = post(main, under(main, NUMBERS), Map.of("AreaCode", "808"));
        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.<String>path("phone_number")).matches("\\+180855501[0-9]{2}");
        assertThat(response.<String>path("friendly_name")).matches("\\(808\\) 555-01[0-9]{2}");
    }

    /** A plus that nobody escaped arrives as a space. */
    @Test
    void unescapedPlusIsUnderstood() {
        Credentials main = accounts.main();
        String phoneNumber = free(main, "US/Local.json");
        Response response = as(main).contentType("application/x-www-form-urlencoded")
                .body("PhoneNumber=" + phoneNumber)
                .post(under(main, NUMBERS));
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.<String>path("phone_number")).isEqualTo(phoneNumber);
    }

    @Test
    void typedPathsBuyAndListTheirType() {
        // Given
        Credentials main = accounts.main();
        String local = free(main, "US/Local.json");
        String tollFree = free(main, "US/TollFree.json");
        String mobile = free(main, "GB/Mobile.json");
        // When, Then
        assertError(post(main, under(main, "IncomingPhoneNumbers/Local.json"), Map.of("AreaCode", "415")), 400, 21457);
        assertError(
                post(main, under(main, "IncomingPhoneNumbers/Local.json"), Map.of("PhoneNumber", tollFree)),
                400,
                21458);
        assertError(post(main, under(main, "IncomingPhoneNumbers/Mobile.json"), Map.of()), 400, 20001);
        Map<String, String> bought = new LinkedHashMap<>();
        Map.of("Local", local, "TollFree", tollFree, "Mobile", mobile).forEach((type, phoneNumber) -> {
            Response response = post(
                    main, under(main, "IncomingPhoneNumbers/" + type + ".json"), Map.of("PhoneNumber", phoneNumber));
            assertThat(response.statusCode()).isEqualTo(201);
            bought.put(type, response.path("sid"));
        });
        for (String type : bought.keySet()) {
            Response list = get(main, under(main, "IncomingPhoneNumbers/" + type + ".json"));
            assertThat(list.<List<String>>path("incoming_phone_numbers.sid")).containsExactly(bought.get(type));
            assertThat(list.<String>path("uri"))
                    .isEqualTo(under(main, "IncomingPhoneNumbers/" + type + ".json") + "?PageSize=50&Page=0");
        }
        assertThat(get(main, under(main, NUMBERS)).<List<String>>path("incoming_phone_numbers.type"))
                .containsExactlyInAnyOrder("local", "toll-free", "mobile");
    }

    @Test
    void takenNumberIs21422() {
        Credentials main = accounts.main();
        Credentials other = accounts.main();
        String phoneNumber = free(main, "US/Local.json");
        assertThat(post(main, under(main, NUMBERS), Map.of("PhoneNumber", phoneNumber))
                        .statusCode())
                .isEqualTo(201);
        assertError(post(other, under(other, NUMBERS), Map.of("PhoneNumber", phoneNumber)), 400, 21422);
    }

    @Test
    void trialAccountHoldsOneNumber() {
        // Given
        Credentials trial = accounts.main(AccountType.TRIAL);
        Credentials sub = accounts.sub(trial);
        buy(trial, trial);
        // When, Then
        assertError(
                post(trial, under(trial, NUMBERS), Map.of("AreaCode", "415")),
                400,
                21404,
                "Trial accounts are allowed only one Twilio number. To purchase additional numbers, please upgrade"
                        + " your account.");
        assertError(post(trial, under(sub, NUMBERS), Map.of("AreaCode", "415")), 403, 10002);
    }

    @Test
    void parentBuysNothingInASuspendedOrClosedSubaccount() {
        // Given
        Credentials main = accounts.main();
        Credentials suspended = accounts.sub(main);
        Credentials closed = accounts.sub(main);
        post(main, account(suspended), Map.of("Status", "suspended"));
        post(main, account(closed), Map.of("Status", "closed"));
        // When, Then
        for (Credentials sub : List.of(suspended, closed)) {
            assertError(post(main, under(sub, NUMBERS), Map.of("AreaCode", "415")), 403, 20005, "Account not active");
        }
    }

    @Test
    void requestSentTwiceAtOnceUnderOneKeyHasOneAnswer() {
        // Given
        Credentials main = accounts.main();
        List<String> phoneNumbers = freeNumbers(main, 20);
        for (String phoneNumber : phoneNumbers) {
            // When
            CompletableFuture<Response> other = CompletableFuture.supplyAsync(
                    () -> buyUnderKey(main, phoneNumber, Map.of("PhoneNumber", phoneNumber)));
            Response one = buyUnderKey(main, phoneNumber, Map.of("PhoneNumber", phoneNumber));
            // Then
            assertThat(one.statusCode()).as(one.asString()).isEqualTo(201);
            assertThat(other.join().asString()).isEqualTo(one.asString());
        }
        assertThat(database.count("select count(*) from phone_number where tenant_id = $1", main.sid()))
                .isEqualTo(phoneNumbers.size());
    }

    private static List<String> freeNumbers(Credentials main, int count) {
        return get(main, under(main, "AvailablePhoneNumbers/US/Local.json?PageSize=" + count))
                .jsonPath()
                .getList("available_phone_numbers.phone_number");
    }

    @Test
    void repeatedRequestUnderOneKeyBuysOnce() {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = free(main, "US/Local.json");
        // When
        Response first = buyUnderKey(main, "key-1", Map.of("PhoneNumber", phoneNumber));
        Response again = buyUnderKey(main, "key-1", Map.of("PhoneNumber", phoneNumber));
        Response byArea = buyUnderKey(main, "key-2", Map.of("AreaCode", "801"));
        Response byAreaAgain = buyUnderKey(main, "key-2", Map.of("AreaCode", "801"));
        Response other = buyUnderKey(main, "key-1", Map.of("AreaCode", "801"));
        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(byAreaAgain.asString()).isEqualTo(byArea.asString());
        assertError(other, 422, 20422);
        assertThat(database.count("select count(*) from phone_number where tenant_id = $1", main.sid()))
                .isEqualTo(2);
        assertThat(database.count("select count(*) from number_inventory where holder_tenant_id = $1", main.sid()))
                .isEqualTo(2);
        assertThat(database.count(
                        "select count(*) from lifecycle_work where tenant_id = $1 and kind = 'number-claim'",
                        main.sid()))
                .isZero();
        // When it is released twice under one key
        String sid = first.path("sid");
        Response released = as(main).header("Idempotency-Key", "key-3").delete(number(main, sid));
        Response releasedAgain = as(main).header("Idempotency-Key", "key-3").delete(number(main, sid));
        // Then
        assertThat(released.statusCode()).isEqualTo(204);
        assertThat(releasedAgain.statusCode()).isEqualTo(204);
    }

    private static Response buyUnderKey(Credentials main, String key, Map<String, String> form) {
        return as(main).header("Idempotency-Key", key)
                .contentType("application/x-www-form-urlencoded")
                .formParams(form)
                .post(under(main, NUMBERS));
    }
}
