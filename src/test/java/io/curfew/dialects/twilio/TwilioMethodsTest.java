package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.ACCOUNTS;
import static io.curfew.dialects.twilio.TwilioHttp.account;
import static io.curfew.dialects.twilio.TwilioHttp.as;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.assertNotFound;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which methods the door's addresses take, what they say of them, and what addresses are that take none. */
@CurfewTest
class TwilioMethodsTest {
    private static final String KEY = "SK00000000000000000000000000000000";
    private static final String NUMBER = "PN00000000000000000000000000000000";

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Test
    void putChangesWhatPostChanges() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        String key = post(main, under(main, "Keys.json"), Map.of()).path("sid");
        String number = post(
                        main,
                        under(main, "IncomingPhoneNumbers.json"),
                        Map.of(
                                "PhoneNumber",
                                get(main, under(main, "AvailablePhoneNumbers/US/Local.json?PageSize=1"))
                                        .<String>path("available_phone_numbers[0].phone_number")))
                .path("sid");
        // When, Then
        for (String path : new String[] {
            account(sub),
            under(main, "Keys/" + key + ".json"),
            under(main, "SigningKeys/" + key + ".json"),
            under(main, "IncomingPhoneNumbers/" + number + ".json")
        }) {
            Response changed = put(main, path, Map.of("FriendlyName", "by PUT"));
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(changed.<String>path("friendly_name")).isEqualTo("by PUT");
            assertThat(get(main, path).<String>path("friendly_name")).isEqualTo("by PUT");
        }
        assertThat(put(main, account(sub), Map.of("Status", "closed")).<String>path("status"))
                .isEqualTo("closed");
        assertThat(database.column("select status from account where id = $1", sub.sid()))
                .containsExactly("CLOSED");
        assertError(put(main, under(main, "Keys/XX.json"), Map.of("FriendlyName", "x")), 400, 70002);
        assertError(put(sub, account(main), Map.of("FriendlyName", "x")), 401, 20003);
    }

    @Test
    void putOnAListIsNotAllowed() {
        Credentials main = accounts.main();
        for (String path : new String[] {
            ACCOUNTS + ".json",
            under(main, "Keys.json"),
            under(main, "IncomingPhoneNumbers.json"),
            under(main, "IncomingPhoneNumbers/Local.json"),
            under(main, "AvailablePhoneNumbers/US.json"),
            "/v1/Keys",
            "/v1/Keys/" + KEY
        }) {
            assertError(put(main, path, Map.of("FriendlyName", "x")), 405, 20004);
        }
    }

    private static Response put(Credentials caller, String path, Map<String, String> form) {
        return as(caller)
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(form)
                .put(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/2010-04-01/Accounts.json, 'GET, HEAD, OPTIONS, POST'",
        "/2010-04-01/Accounts/{A}.json, 'GET, HEAD, OPTIONS, POST, PUT'",
        "/2010-04-01/Accounts/{A}/Keys.json, 'GET, HEAD, OPTIONS, POST'",
        "/2010-04-01/Accounts/{A}/Keys/" + KEY + ".json, 'DELETE, GET, HEAD, OPTIONS, POST, PUT'",
        "/2010-04-01/Accounts/{A}/IncomingPhoneNumbers.json, 'GET, HEAD, OPTIONS, POST'",
        "/2010-04-01/Accounts/{A}/IncomingPhoneNumbers/Local.json, 'GET, HEAD, OPTIONS, POST'",
        "/2010-04-01/Accounts/{A}/IncomingPhoneNumbers/" + NUMBER + ".json, 'DELETE, GET, HEAD, OPTIONS, POST, PUT'",
        "/2010-04-01/Accounts/{A}/AvailablePhoneNumbers/US/Local.json, 'GET, HEAD, OPTIONS'",
        "/v1/Keys, 'GET, HEAD, OPTIONS, POST'",
        "/v1/Keys/" + KEY + ", 'DELETE, GET, HEAD, OPTIONS, POST'",
        "/v1/AuthTokens/Promote, 'OPTIONS, POST'",
        "/v1/AuthTokens/Secondary, 'DELETE, OPTIONS, POST'"
    })
    void allowNamesWhatTheVeryResourceTakes(String template, String allow) {
        // Given
        Credentials main = accounts.main();
        String path = template.replace("{A}", main.sid());
        // When
        Response options = as(main).options(path);
        Response refused = as(main).patch(path);
        // Then
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.header("Allow")).isEqualTo(allow);
        assertThat(options.asString()).isEmpty();
        assertError(refused, 405, 20004, "Method not allowed");
        assertThat(refused.header("Allow")).isEqualTo(allow);
    }

    @Test
    void optionsWantsCredentialsAndAnAddress() {
        Credentials main = accounts.main();
        assertError(given().options(account(main)), 401, 20003);
        assertNotFound(as(main).options(under(main, "Messages.json")), under(main, "Messages.json"));
        assertNotFound(as(main).options("/v1/Credentials"), "/Credentials");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/2010-04-01",
                "/2010-04-01/Nothing.json",
                "/2010-04-01/Accounts/{A}/Messages.json",
                "/2010-04-01/Accounts/{A}/Usage/Records.json",
                "/2008-08-01/Accounts/{A}",
                "/v1/Services",
                "/v1/Services/MG00000000000000000000000000000000/PhoneNumbers",
                "/v1/a2p/BrandRegistrations",
                "/v1/Tollfree/Verifications",
                "/v1/Deactivations",
                "/v1/LinkShortening/Domains/DN1/Config",
                "/v2/Channels/Senders",
                "/v3/OptOuts",
                "/v1/AuthTokens",
                "/v1/Credentials/PublicKeys",
                "/v1/Credentials/AWS",
                "/v1/SafeList/Numbers",
                "/v1/Messaging/Geo",
                "/v1/Consents/Bulk",
                "/v1/Contacts/Bulk",
                "/v1/token",
                "/v1/Accounts",
                "/v1/Users",
                "/v1/Roles",
                "/v1/Organizations/OR1/Accounts"
            })
    void whatIsNotServedIsInTheDoorsFormAfterTheCredentials(String template) {
        // Given
        Credentials main = accounts.main();
        String path = template.replace("{A}", main.sid());
        String shown = path.replaceFirst("^/v[0-9]/", "/");
        // When, Then
        assertError(given().get(path), 401, 20003, "Authenticate");
        assertError(
                post(new Credentials(main.sid(), "0".repeat(32)), path, Map.of("A", "b")), 401, 20003, "Authenticate");
        assertNotFound(get(main, path), shown);
        assertNotFound(post(main, path, Map.of("A", "b")), shown);
        assertNotFound(as(main).delete(path), shown);
    }
}
