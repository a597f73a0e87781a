package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.ACCOUNTS;
import static io.curfew.dialects.twilio.TwilioHttp.account;
import static io.curfew.dialects.twilio.TwilioHttp.as;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.RawHttp;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client should send gets an answer of the door's own shape, and changes nothing. */
@CurfewTest
class TwilioBadInputTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private static final int MEGABYTE = 1_000_000;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @TestHTTPResource
    URI url;

    /** Every address that takes a form. */
    private static List<String> forms(Credentials main) {
        return List.of(
                ACCOUNTS + ".json",
                account(main),
                under(main, "Keys.json"),
                under(main, "SigningKeys.json"),
                under(main, "Keys/SK00000000000000000000000000000001.json"),
                under(main, "IncomingPhoneNumbers.json"),
                under(main, "IncomingPhoneNumbers/Local.json"),
                under(main, "IncomingPhoneNumbers/PN00000000000000000000000000000001.json"),
                "/v1/AuthTokens/Secondary",
                "/v1/AuthTokens/Promote",
                "/v1/Keys",
                "/v1/Keys/SK00000000000000000000000000000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FriendlyName=%",
                "FriendlyName=%2",
                "FriendlyName=%zz",
                "FriendlyName=%ff",
                "FriendlyName=%c3%28",
                "FriendlyName=a%00b",
                "%00=a",
                "FriendlyName=%ed%a0%80",
            })
    void malformedFormIsRefused(String form) {
        Credentials main = accounts.main();
        long before = written(main);
        for (String path : forms(main)) {
            Response refused = as(main).contentType(FORM).body(form).post(path);
            assertError(refused, 400, 20001);
        }
        assertThat(written(main)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FriendlyName=%ff", "PageSize=%zz", "PageToken=%00", "Status=%c3%28"})
    void malformedQueryIsRefused(String query) throws IOException {
        Credentials main = accounts.main();
        for (String path : List.of(
                ACCOUNTS + ".json",
                under(main, "Keys.json"),
                under(main, "IncomingPhoneNumbers.json"),
                under(main, "AvailablePhoneNumbers/US/Local.json"),
                "/v1/Keys")) {
            assertShape(
                    RawHttp.ask(
                            url,
                            "GET " + path + "?" + query + " HTTP/1.1\r\nHost: x\r\n" + RawHttp.authorization(main)
                                    + "Connection: close\r\n\r\n"),
                    400,
                    20001);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data; boundary=x", "application/xml"})
    void anotherContentTypeIsRefused(String contentType) throws IOException {
        Credentials main = accounts.main();
        long before = written(main);
        for (String path : forms(main)) {
            assertShape(
                    RawHttp.ask(
                            url,
                            "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + RawHttp.authorization(main) + "Content-Type: "
                                    + contentType
                                    + "\r\nContent-Length: 19\r\nConnection: close\r\n\r\n{\"Status\":\"closed\"}"),
                    415,
                    20001);
        }
        assertThat(written(main)).isEqualTo(before);
    }

    @Test
    void oversizedBodyIsRefusedWhetherItsLengthIsToldOrNot() throws IOException {
        Credentials main = accounts.main();
        long before = written(main);
        String head = " HTTP/1.1\r\nHost: x\r\n" + RawHttp.authorization(main) + "Content-Type: " + FORM + "\r\n";
        String value = "FriendlyName=" + "x".repeat(MEGABYTE);
        String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
        for (String path : forms(main)) {
            RawHttp.Answer told =
                    RawHttp.ask(url, "POST " + path + head + "Content-Length: " + value.length() + "\r\n\r\n" + value);
            assertShape(told, 413, 20001);
            assertThat(told.headers()).containsEntry("connection", "close");
            RawHttp.Answer chunked = RawHttp.ask(
                    url,
                    "POST " + path + head + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(MEGABYTE / 0x2000)
                            + "0\r\n\r\n");
            assertShape(chunked, 413, 20001);
        }
        assertThat(written(main)).isEqualTo(before);
    }

    @Test
    void properClientReadsTheRefusalOfAnOversizedBody() {
        Credentials main = accounts.main();
        assertError(post(main, ACCOUNTS + ".json", Map.of("FriendlyName", "x".repeat(MEGABYTE))), 413, 20001);
        assertThat(get(main, account(main)).statusCode()).isEqualTo(200);
    }

    @Test
    void oversizedBodyIsRefusedBeforeItIsSentWhereTheClientAsks() throws IOException {
        Credentials main = accounts.main();
        assertShape(
                RawHttp.ask(
                        url,
                        "POST " + ACCOUNTS + ".json HTTP/1.1\r\nHost: x\r\n" + RawHttp.authorization(main)
                                + "Expect: 100-continue\r\nContent-Length: 1000000\r\nContent-Type: " + FORM
                                + "\r\n\r\n"),
                413,
                20001);
    }

    @Test
    void clientThatAsksBeforeItSendsIsToldToGoOn() throws IOException {
        Credentials main = accounts.main();
        try (RawHttp http = new RawHttp(url)) {
            RawHttp.Answer answer = http.send("POST " + ACCOUNTS + ".json HTTP/1.1\r\nHost: x\r\n"
                            + RawHttp.authorization(main)
                            + "Connection: close\r\nExpect: 100-continue\r\nContent-Length: 14\r\nContent-Type: "
                            + FORM + "\r\n\r\n")
                    .send("FriendlyName=a")
                    .read();
            assertThat(answer.status()).isEqualTo(100);
            assertThat(answer.body()).contains("HTTP/1.1 201 ").contains("\"friendly_name\":\"a\"");
        }
    }

    @Test
    void bodyAtTheLimitIsRead() {
        Credentials main = accounts.main();
        String ignored = "Ignored=" + "x".repeat(256 * 1024 - 8 - "&FriendlyName=fits".length());
        Response made =
                as(main).contentType(FORM).body(ignored + "&FriendlyName=fits").post(ACCOUNTS + ".json");
        assertThat(made.<String>path("friendly_name")).isEqualTo("fits");
        assertError(
                as(main).contentType(FORM).body(ignored + "&FriendlyName=fitsx").post(ACCOUNTS + ".json"), 413, 20001);
    }

    @Test
    void bodyInChunksIsRead() throws IOException {
        Credentials main = accounts.main();
        RawHttp.Answer made = RawHttp.ask(
                url,
                "POST " + ACCOUNTS + ".json HTTP/1.1\r\nHost: x\r\n" + RawHttp.authorization(main)
                        + "Connection: close\r\nTransfer-Encoding: chunked\r\nContent-Type: " + FORM
                        + "\r\n\r\nd\r\nFriendlyName=\r\n5\r\nchunk\r\n0\r\n\r\n");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).contains("\"friendly_name\":\"chunk\"");
    }

    @Test
    void slowBodyIsCutOff() throws IOException {
        Credentials main = accounts.main();
        long before = written(main);
        String head = "POST " + ACCOUNTS + ".json HTTP/1.1\r\nHost: x\r\n" + RawHttp.authorization(main)
                + "Content-Type: " + FORM + "\r\n";
        assertShape(RawHttp.ask(url, head + "Content-Length: 20\r\n\r\nFriendlyName="), 408, 20001);
        assertShape(RawHttp.ask(url, head + "Transfer-Encoding: chunked\r\n\r\nd\r\nFriendlyName=\r\n"), 408, 20001);
        assertThat(written(main)).isEqualTo(before);
    }

    @Test
    void withoutCredentialsNothingIsTold() {
        Credentials main = accounts.main();
        for (String path :
                List.of(ACCOUNTS + ".json", ACCOUNTS + "/Nonsense", account(main), "/v1/Keys", "/v1/Keys/x")) {
            Response refused = given().get(path);
            assertError(refused, 401, 20003, "Authenticate");
            assertThat(refused.getHeader("WWW-Authenticate")).isEqualTo("Basic realm=\"Twilio API\"");
        }
        for (String header : List.of(
                "Basic",
                "Basic ",
                "Basic !!!",
                "Basic " + base64("nocolon"),
                "Basic " + base64(":"),
                "Basic " + base64(main.sid() + ":"),
                "Basic " + base64("x".repeat(5000) + ":x"),
                "Basic " + base64("AC'; drop table account; --:x"),
                "Basic " + base64(main.sid() + "\0:" + main.token()),
                "Bearer " + main.token())) {
            assertError(given().header("Authorization", header).get(account(main)), 401, 20003, "Authenticate");
        }
    }

    private static String base64(String text) {
        return java.util.Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void methodThatIsNotOfferedIsRefused() {
        Credentials main = accounts.main();
        long before = written(main);
        for (String path : List.of(ACCOUNTS + ".json", under(main, "Keys.json"), "/v1/Keys")) {
            assertError(as(main).put(path), 405, 20004, "Method not allowed");
        }
        for (String path : List.of(ACCOUNTS + ".json", account(main), under(main, "Keys.json"), "/v1/Keys")) {
            assertError(as(main).patch(path), 405, 20004, "Method not allowed");
            assertError(as(main).delete(path), 405, 20004, "Method not allowed");
        }
        assertError(get(main, "/v1/AuthTokens/Promote"), 405, 20004, "Method not allowed");
        assertThat(written(main)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "image/png;q=0.5", "nonsense", "*/*"})
    void suffixDecidesTheFormatAndNotAccept(String accept) {
        Credentials main = accounts.main();
        Response response = as(main).header("Accept", accept).get(account(main));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("application/json");
        assertError(as(main).header("Accept", accept).get(ACCOUNTS + "/x.json"), 404, 20404);
    }

    @Test
    void textIsOnlyText() {
        Credentials main = accounts.main();
        String name = "'); drop table account; -- \" \\ $1 ?1 {x} <b>&amp;";
        // Then
        assertThat(post(main, ACCOUNTS + ".json", Map.of("FriendlyName", name)).<String>path("friendly_name"))
                .isEqualTo(name);
        assertThat(post(main, under(main, "Keys.json"), Map.of("FriendlyName", name))
                        .<String>path("friendly_name"))
                .isEqualTo(name);
        assertThat(as(main).queryParam("FriendlyName", name)
                        .get(ACCOUNTS + ".json")
                        .<List<String>>path("accounts.friendly_name"))
                .containsExactly(name);
        assertThat(as(main).queryParam("FriendlyName", "' or '1'='1")
                        .get(ACCOUNTS + ".json")
                        .<List<String>>path("accounts"))
                .isEmpty();
        assertError(as(main).queryParam("PageSize", "1; drop table account").get(ACCOUNTS + ".json"), 400, 20001);
        assertError(as(main).queryParam("PageToken", "PA' or 1=1").get(ACCOUNTS + ".json"), 400, 21481);
        assertError(get(main, under(main, "Keys/SK' or '1'='1.json")), 400, 70002);
        assertError(get(main, under(main, "IncomingPhoneNumbers/PN' or '1'='1.json")), 404, 20404);
        assertError(get(main, ACCOUNTS + "/AC' or '1'='1.json"), 404, 20404);
        assertError(get(main, "/v1/Keys?AccountSid=AC' or '1'='1"), 400, 70002);
    }

    @Test
    void overlongValuesAreRefused() {
        Credentials main = accounts.main();
        long before = written(main);
        String text = "x".repeat(100_000);
        assertError(post(main, ACCOUNTS + ".json", Map.of("FriendlyName", text)), 400, 20002);
        assertError(post(main, account(main), Map.of("FriendlyName", text)), 400, 20002);
        assertError(post(main, under(main, "Keys.json"), Map.of("FriendlyName", text)), 400, 70001);
        assertError(post(main, "/v1/Keys", Map.of("AccountSid", text)), 400, 70002);
        assertError(
                post(main, "/v1/Keys", Map.of("AccountSid", main.sid(), "KeyType", "restricted", "Policy", text)),
                400,
                20001);
        assertError(as(main).header("Idempotency-Key", "x".repeat(256)).post(ACCOUNTS + ".json"), 400, 20001);
        assertThat(written(main)).isEqualTo(before);
    }

    static void assertShape(RawHttp.Answer answer, int status, int code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).as(answer.toString()).startsWith("application/json");
        Map<String, Object> body = JsonPath.from(answer.body()).getMap("$");
        assertThat(body).containsOnlyKeys("code", "message", "more_info", "status");
        assertThat(body).containsEntry("code", code).containsEntry("status", status);
        assertThat((String) body.get("message")).doesNotContain("io.curfew", "java.", "vertx", "Exception");
    }

    /** Everything a call could leave behind. */
    private long written(Credentials tenant) {
        return database.count(
                "select (select count(*) from audit_entry where tenant_id = $1)"
                        + " + (select count(*) from outbox_event where tenant_id = $1)"
                        + " + (select count(*) from account where tenant_id = $1)"
                        + " + (select count(*) from credential where tenant_id = $1)",
                tenant.sid());
    }
}
