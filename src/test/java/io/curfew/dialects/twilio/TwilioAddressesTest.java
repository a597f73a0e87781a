package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioBadInputTest.assertShape;
import static io.curfew.dialects.twilio.TwilioHttp.ACCOUNTS;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.assertNotFound;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.ApiKeys;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.RawHttp;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that no client should send, or that nothing is at. */
@CurfewTest
class TwilioAddressesTest {
    @Inject
    Accounts accounts;

    @Inject
    ApiKeys keys;

    @TestHTTPResource
    URI url;

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "%2", "%ff", "%c3%28", "%00", "a%0d%0ab", "\u00ff"})
    void malformedAddressIsRefused(String part) throws IOException {
        Credentials main = accounts.main();
        for (String path : List.of(
                ACCOUNTS + "/" + part + ".json", under(main, part), "/v1/Keys/" + part, "/v1/AuthTokens/" + part)) {
            assertShape(
                    RawHttp.ask(
                            url,
                            "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + RawHttp.authorization(main)
                                    + "Connection: close\r\n\r\n"),
                    400,
                    20001);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health%zz", "/%", "/x%ff"})
    void malformedAddressOfNoDoorTellsNothing(String path) throws IOException {
        RawHttp.Answer refused = RawHttp.ask(url, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(refused.status()).isBetween(400, 404);
        assertThat(refused.body()).doesNotContain("io.", "java.", "Exception");
    }

    @Test
    void addressInAnotherThanItsNormalFormIsNotFound() throws IOException {
        Credentials main = accounts.main();
        Credentials key = keys.standard(main, main);
        String sid = main.sid();
        for (String path : List.of(
                ACCOUNTS + "/" + sid + "/x/../Keys.json",
                ACCOUNTS + "/" + sid + "/./Keys.json",
                ACCOUNTS + "/" + sid + "//Keys.json",
                ACCOUNTS + "/" + sid + "/Keys;a/" + key.sid() + ".json",
                ACCOUNTS + "/" + sid + "/x/%2e%2e/Keys.json",
                ACCOUNTS + "/" + sid + "/x/%2E./Keys.json",
                ACCOUNTS + "/" + sid + "/x%2f..%2fKeys.json",
                ACCOUNTS + "/" + sid + "/x/%252e%252e/Keys.json",
                ACCOUNTS + "/" + sid + "/%254Beys.json",
                ACCOUNTS + "/" + sid + "/Keys%3Ba/" + key.sid() + ".json",
                "/2010-04-01/%2e/Accounts/" + sid + "/Keys.json",
                "/v1/Messages/../Keys",
                "/v1//Keys")) {
            for (Credentials caller : List.of(key, main)) {
                RawHttp.Answer answer = RawHttp.ask(
                        url,
                        "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + RawHttp.authorization(caller)
                                + "Connection: close\r\n\r\n");
                assertShape(answer, 404, 20404);
                assertThat(answer.body()).doesNotContain(key.sid() + "\"");
            }
        }
    }

    @Test
    void escapesThatNothingNeedsChangeNothing() throws IOException {
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials standard = keys.standard(main, main);
        String sid = main.sid().replace("a", "%61").replace("0", "%30");
        for (String path : List.of(
                ACCOUNTS + "/" + sid + ".json",
                ACCOUNTS + "/" + main.sid() + "%2Ejson",
                "/2010%2d04%2D01/%41ccounts/" + main.sid() + ".json",
                "/%32010-04-01/Accounts/" + main.sid() + "/%4Beys.json",
                ACCOUNTS + "%2ejson?FriendlyName=%4E~%2B&PageSize=%31",
                "/%76%31/Keys?AccountSid=" + main.sid())) {
            String end = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
            RawHttp.Answer served = RawHttp.ask(url, "GET " + path + end + RawHttp.authorization(main) + "\r\n");
            assertThat(served.status()).as(path).isEqualTo(200);
            // The links, where there are any, are in the normal form.
            assertThat(served.body()).doesNotContain("%2d", "%2e", "%76");
            // However it is spelled, it is what the credential reaches or not.
            RawHttp.Answer refused = RawHttp.ask(url, "GET " + path + end + RawHttp.authorization(standard) + "\r\n");
            assertShape(refused, 401, 20003);
        }
        RawHttp.Answer renamed = RawHttp.ask(
                url,
                "POST " + ACCOUNTS + "/%41" + sub.sid().substring(1) + ".json HTTP/1.1\r\nHost: x\r\n"
                        + RawHttp.authorization(main)
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 19\r\nConnection: close\r\n\r\n"
                        + "FriendlyName=%7Etil");
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.body()).contains("\"~til\"");
    }

    @Test
    void unknownAddressIsNotFound() {
        Credentials main = accounts.main();
        for (String path : List.of(
                ACCOUNTS,
                ACCOUNTS + ".xml",
                ACCOUNTS + ".csv",
                ACCOUNTS + "/" + main.sid(),
                ACCOUNTS + "/" + main.sid() + ".xml",
                under(main, "Keys"),
                under(main, "keys.json"),
                under(main, "Nonsense.json"),
                under(main, "IncomingPhoneNumbers/National.json/x"),
                "/2010-04-01",
                "/2010-04-01/",
                "/2010-04-01/Nonsense.json")) {
            assertNotFound(get(main, path), path);
        }
        for (String path : List.of("/Keys/x/y", "/AuthTokens", "/AuthTokens/Primary", "/Services")) {
            assertNotFound(get(main, "/v1" + path), path);
        }
    }

    @Test
    void overlongQueryIsRefusedInTheDoorsForm() {
        Credentials main = accounts.main();
        String query = ".json?FriendlyName=" + "x".repeat(8000);
        assertError(get(main, ACCOUNTS + query), 414, 20001, "The address is too long.");
        assertError(given().get(ACCOUNTS + query), 414, 20001);
        assertThat(get(main, ACCOUNTS + ".json?FriendlyName=" + "x".repeat(7000))
                        .statusCode())
                .isEqualTo(200);
    }
}
