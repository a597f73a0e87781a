package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomHttp.anonymous;
import static io.curfew.dialects.soracom.SoracomHttp.as;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.put;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static io.curfew.dialects.soracom.SoracomHttp.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.sims.StockSim;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients do that a stricter service would not take, and what it answers to what nobody should do. */
@CurfewTest
class SoracomHabitsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Inject
    Operators operators;

    @Inject
    Database database;

    @Inject
    SimShelf shelf;

    private Operator operator;
    private Pair root;

    @BeforeEach
    void makeOperator() {
        operator = operators.operator();
        root = root(operator);
    }

    /** A request exactly as written: the address, and no content type. */
    private HttpResponse<String> raw(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                        .method(method, body)
                        .header("X-Soracom-API-Key", root.apiKey())
                        .header("X-Soracom-Token", root.token())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                BodyHandlers.ofString());
    }

    private long written() {
        return database.count("select count(*) from audit_entry where tenant_id = $1", operator.sid());
    }

    @Test
    void addressesEndWithAQuestionMark() throws Exception {
        assertThat(raw("GET", under(operator, "?"), BodyPublishers.noBody()).statusCode())
                .isEqualTo(200);
        assertThat(raw("GET", "/g" + under(operator, "?"), BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(200);
        assertThat(raw("GET", "/jp" + under(operator, "?operatorId=x&limit=1024&&=&a"), BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void actionsComeWithoutBodyAndContentType() throws Exception {
        // When
        HttpResponse<String> key = raw("POST", under(operator, "/auth_keys?"), BodyPublishers.noBody());
        HttpResponse<String> user = raw("POST", under(operator, "/users/meter?"), BodyPublishers.noBody());
        HttpResponse<String> prefixed = raw("POST", "/g" + under(operator, "/auth_keys?"), BodyPublishers.noBody());
        HttpResponse<String> logout = raw("POST", "/v1/auth/logout?", BodyPublishers.noBody());
        // Then
        assertThat(key.statusCode()).isEqualTo(201);
        assertThat(user.statusCode()).isEqualTo(201);
        assertThat(prefixed.statusCode()).isEqualTo(201);
        assertThat(logout.statusCode()).isEqualTo(204);
        assertThat(logout.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "text/plain", "application/x-foo"})
    void jsonIsReadWhateverItIsCalled(String contentType) {
        // When
        Response response = as(root).contentType(contentType)
                .body("{\"description\":\"x\",\"operatorId\":\"OP1\",\"unknown\":[1,{}]}"
                        .getBytes(StandardCharsets.UTF_8))
                .post(under(operator, "/users/meter"));
        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.<String>path("description")).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "meter%20reader | meter reader",
                "%E5%90%8D%E5%89%8D | 名前",
                "a%2Fb | a/b",
                "a%2fb%2F | a/b/",
                "a+b | a+b",
                "a%2Bb | a+b",
                "100%25 | 100%",
                "a%252Fb | a%2Fb",
                "me@example.com | me@example.com",
                "a%3Fb%23c | a?b#c",
                "%F0%9F%90%B4 | 🐴"
            })
    void pathsAreDecodedOnce(String encoded, String name) throws Exception {
        // When
        HttpResponse<String> made = raw("POST", under(operator, "/users/" + encoded + "?"), BodyPublishers.noBody());
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        for (String prefix : new String[] {"", "/g", "/jp"}) {
            HttpResponse<String> found =
                    raw("GET", prefix + under(operator, "/users/" + encoded + "?"), BodyPublishers.noBody());
            assertThat(found.statusCode()).as(prefix).isEqualTo(200);
            assertThat(JsonPath.from(found.body()).getString("userName")).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "installed%20at | installed at",
                "a%2Fb | a/b",
                "%E5%90%8D%E5%89%8D%2F%E6%9D%B1%E4%BA%AC | 名前/東京",
                "a+b | a+b",
                "100%25 | 100%",
                "%F0%9F%90%B4 | 🐴"
            })
    void tagsOfAnyNameAreDeleted(String encoded, String name) throws Exception {
        // Given
        StockSim sim = shelf.aSim(root);
        for (String address : List.of("/v1/sims/" + sim.simId(), "/g/v1/subscribers/" + sim.imsi())) {
            assertThat(put(root, address + "/tags", List.of(Map.of("tagName", name, "tagValue", "x")))
                            .<Map<String, String>>path("tags"))
                    .containsEntry(name, "x");
            // When
            HttpResponse<String> deleted = raw("DELETE", address + "/tags/" + encoded + "?", BodyPublishers.noBody());
            // Then
            assertThat(deleted.statusCode()).isEqualTo(204);
            assertThat(get(root, address).<Map<String, String>>path("tags")).isEqualTo(Map.of("name", ""));
        }
    }

    @Test
    void actionsOnSimsComeWithoutBodyAndContentTypeAndEndWithAQuestionMark() throws Exception {
        // Given
        StockSim sim = shelf.aSim(root);
        for (String address :
                List.of("/v1/sims/" + sim.simId(), "/g/v1/sims/" + sim.simId(), "/v1/subscribers/" + sim.imsi())) {
            for (String action : List.of(
                    "activate",
                    "deactivate",
                    "set_to_standby",
                    "suspend",
                    "enable_termination",
                    "disable_termination",
                    "unset_group",
                    "unset_imei_lock")) {
                // When
                HttpResponse<String> response = raw("POST", address + "/" + action + "?", BodyPublishers.noBody());
                // Then
                assertThat(response.statusCode()).as(action).isEqualTo(200);
                assertThat(JsonPath.from(response.body()).getString("simId")).isEqualTo(sim.simId());
            }
        }
        for (String list : List.of("/v1/sims?", "/v1/subscribers?", "/v1/query/sims?", "/g/v1/query/subscribers?")) {
            assertThat(JsonPath.from(raw("GET", list, BodyPublishers.noBody()).body())
                            .getList("simId"))
                    .containsExactly(sim.simId());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "%ff", "%E5%90", "x%", "%zz", "..%2F..", "%0A", "'", "%C3%A9"})
    void oddIdsFindNothingAndBreakNothing(String id) throws Exception {
        for (String address : List.of("/v1/sims/", "/v1/subscribers/", "/jp/v1/groups/", "/v1/stats/air/sims/")) {
            // When
            String path = address + id;
            int status = rawStatus(path + "?from=1&to=2&period=day");
            // Then
            assertThat(status).as(path).isBetween(400, 404);
        }
    }

    /** For addresses that no URI class lets pass. */
    private int rawStatus(String path) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Soracom-API-Key: "
                                    + root.apiKey() + "\r\nX-Soracom-Token: " + root.token() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).as(path).contains("\"code\":\"");
            return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/sims/x/y/z", "/v1/operators", "/v1/auth/nothing", "/g/v1/nothing", "/jp/v1", "/g/v1/auth/x"
            })
    void unknownPathsAreNotFoundInTheDoorsShape(String path) {
        assertError(get(root, path), 404, "SEM9002", "The requested resource was not found.");
        assertError(anonymous().get(path), 401, "AUM0001");
    }

    @Test
    void wrongMethodsAreRefusedInTheDoorsShape() {
        assertError(as(root).get("/v1/auth"), 405, "SEM9003");
        assertError(as(root).delete("/jp/v1/auth/logout"), 405, "SEM9003");
        assertError(as(root).body("{}").put(under(operator, "/auth_keys")), 405, "SEM9003");
    }

    @Test
    void twiliosPathsAreTwilios() {
        assertThat(as(root).get("/v1/AuthTokens/Secondary").<Integer>path("code"))
                .isEqualTo(20003);
        assertThat(as(root).get("/v1/Keys").<Integer>path("code")).isEqualTo(20003);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "[{}]",
                "null",
                "1",
                "\"x\"",
                "{} {}",
                "{\"description\":1}",
                "{\"description\":{}}",
                "{\"description\":\"\\u0000\"}",
                "description=x",
                "<xml/>"
            })
    void bodiesThatAreNoneAreABadRequest(String body) {
        // Given
        long before = written();
        // When
        Response response = post(root, under(operator, "/users/meter"), body);
        // Then
        assertError(response, 400, "SEM9001");
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void textIsUtf8() throws Exception {
        // When
        HttpResponse<String> response = raw(
                "POST",
                under(operator, "/users/meter?"),
                BodyPublishers.ofByteArray("{\"description\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)));
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"SEM9001\"");
    }

    @Test
    void deeplyNestedBodyIsABadRequest() {
        assertError(post(root, under(operator, "/users/meter"), "{\"a\":" + "[".repeat(50_000)), 400, "SEM9001");
    }

    @Test
    void bodyOfAMegabyteIsRefusedAndNothingIsWritten() throws Exception {
        // Given
        long before = written();
        String body = "{\"description\":\"" + "x".repeat(1 << 20) + "\"}";
        // When
        HttpResponse<String> response = raw("POST", under(operator, "/users/meter?"), BodyPublishers.ofString(body));
        // Then
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEqualTo("{\"code\":\"SEM9004\",\"message\":\"The request body is too large.\"}");
        assertThat(written()).isEqualTo(before);
        assertError(get(root, under(operator, "/users/meter")), 404, "SEM9002");
    }

    @Test
    void messagesComeInTheLanguageAskedFor() {
        assertThat(speaking(root, "ja").get("/v1/auth/nothing").jsonPath().<String, Object>getMap("$"))
                .isEqualTo(Map.of("code", "SEM9002", "message", "指定されたリソースが見つかりません。"));
        assertThat(speaking(new Pair("x", "y"), "ja").get("/v1/sims").<String>path("message"))
                .isEqualTo("API キーまたはトークンが無効です。");
        assertThat(speaking(root, "ja")
                        .body("x".repeat(1 << 20))
                        .post("/v1/sims")
                        .<String>path("message"))
                .as("before a resource is chosen")
                .isEqualTo("リクエストボディが大きすぎます。");
        assertThat(speaking(new Pair("x", "y"), "fr").get("/v1/sims").<String>path("message"))
                .isEqualTo("Invalid API key or token.");
    }

    private static RequestSpecification speaking(Pair pair, String language) {
        return RestAssured.given()
                .header("X-Soracom-Lang", language)
                .header("X-Soracom-API-Key", pair.apiKey())
                .header("X-Soracom-Token", pair.token());
    }
}
