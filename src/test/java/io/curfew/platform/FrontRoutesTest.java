package io.curfew.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.PostgresResource;
import io.curfew.testing.RawHttp;
import io.curfew.testing.RawHttp.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every door's callers meet first; Twilio's callers have a test of their own, TwilioBadInputTest. */
@CurfewTest
class FrontRoutesTest {
    private static final String BOOTSTRAP = "Authorization: Basic "
            + Base64.getEncoder()
                    .encodeToString((PostgresResource.BOOTSTRAP_SID + ":" + PostgresResource.BOOTSTRAP_TOKEN)
                            .getBytes(StandardCharsets.UTF_8))
            + "\r\n";

    private static final String BEARER = "Authorization: Bearer " + PostgresResource.BOOTSTRAP_API_TOKEN + "\r\n";

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    Vertx vertx;

    @TestHTTPResource
    URI url;

    @Test
    void nativeDoorAnswersInProblems() throws IOException {
        String end = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        assertProblem(raw("GET /api/v1/%zz" + end + "\r\n"), 400, "bad-request");
        assertProblem(raw("GET /api/v1/%ff" + end + "\r\n"), 400, "bad-request");
        assertProblem(raw("GET /api/v1/x/../accounts" + end + "\r\n"), 404, "not-found");
        assertProblem(raw("GET /api/v1/x/%2e%2e/accounts" + end + "\r\n"), 404, "not-found");
        assertProblem(raw("GET /%61pi/v1/account%73" + end + "\r\n"), 401, "unauthenticated");
        assertProblem(
                raw("POST /api/v1/accounts" + end + "Content-Length: 300000\r\n\r\n" + "x".repeat(300_000)),
                413,
                "too-large");
        assertProblem(
                raw("POST /api/v1/accounts" + end + "Transfer-Encoding: chunked\r\n\r\n"
                        + ("8000\r\n" + "x".repeat(0x8000) + "\r\n").repeat(10) + "0\r\n\r\n"),
                413,
                "too-large");
        assertProblem(raw("POST /api/v1/accounts" + end + "Content-Length: 10\r\n\r\n{"), 408, "timeout");
        assertProblem(raw("GET /api/v1/accounts?x=" + "x".repeat(60_000) + end + "\r\n"), 414, "address-too-long");
    }

    @Test
    void pathsOfNoDoorPassUntouched() {
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(given().get("/q/../q/health/ready").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/health",
                "/q/metrics",
                "/q/openapi",
                "/",
                "/nowhere",
                "/%zz",
                "/api/v1/%zz",
                "/api/v1/accounts",
                "/api/v1/nowhere",
                "/%61pi/v1/accounts",
                "/2010-04-01/Accounts.json",
                "/v1/Keys",
                "/v1/sims",
                "/CustomerManagement/v13/Account/Query",
                "/Api/CustomerManagement/v13/CustomerManagementService.svc?wsdl"
            })
    void typesAreNotGuessed(String path) throws IOException {
        for (String authorization : List.of("", BOOTSTRAP, BEARER)) {
            Answer answer =
                    raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + authorization + "\r\n");
            assertThat(answer.headers()).as(answer.toString()).containsEntry("x-content-type-options", "nosniff");
        }
    }

    @Test
    void answersOfDoorsAreNotKept() throws IOException {
        String end = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        String sid = PostgresResource.BOOTSTRAP_SID;
        for (String request : List.of(
                "GET /2010-04-01/Accounts/" + sid + ".json" + end + BOOTSTRAP,
                "POST /2010-04-01/Accounts/" + sid + "/Keys.json" + end + BOOTSTRAP + "Content-Length: 0\r\n",
                "GET /2010-04-01/Accounts.json" + end,
                "GET /api/v1/accounts" + end + BEARER,
                "POST /api/v1/accounts" + end + BEARER
                        + "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"name\":\"a\"}",
                "POST /v1/sandbox/init" + end + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "POST /v1/auth" + end + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "POST /CustomerManagement/v13/User/Query" + end
                        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "POST /Api/CustomerManagement/v13/CustomerManagementService.svc" + end + "Content-Length: 0\r\n",
                "GET /api/v1/x/../y" + end)) {
            Answer answer = raw(request.contains("\r\n\r\n") ? request : request + "\r\n");
            assertThat(answer.headers()).as(request + answer).containsEntry("cache-control", "no-store");
        }
    }

    @Test
    void connectionServesTheNextRequestAfterABody() throws IOException {
        String request = "POST /2010-04-01/Accounts/" + PostgresResource.BOOTSTRAP_SID
                + "/Nonsense.json HTTP/1.1\r\nHost: x\r\n" + BOOTSTRAP
                + "Content-Type: application/x-www-form-urlencoded\r\n";
        Answer answers = raw(request + "Content-Length: 3\r\n\r\na=b" + request
                + "Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n"
                + request + "Connection: close\r\nContent-Length: 3\r\n\r\na=b");
        assertThat(answers.status()).isEqualTo(404);
        assertThat(answers.body().split("HTTP/1.1 404 ", -1)).hasSize(3);
    }

    @Test
    void callerWhoGoesAwayLeavesNothingBehind() throws IOException {
        try (RawHttp http = new RawHttp(url)) {
            http.send("POST /2010-04-01/Accounts.json HTTP/1.1\r\nHost: x\r\n" + BOOTSTRAP
                    + "Content-Length: 100\r\n\r\nhalf");
        }
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void bodiesOverHttp2AreHeldToTheSameLimit() throws Exception {
        Credentials main = accounts.main();
        assertThat(overHttp2(main, "FriendlyName=two".getBytes(StandardCharsets.UTF_8), true)
                        .statusCode())
                .isEqualTo(200);
        for (int size : new int[] {10, 200_000, 300_000, 1_000_000}) {
            HttpResponse<String> answer = overHttp2(main, new byte[size], true);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            // a body of nulls is no form
            assertThat(answer.statusCode()).as("%d bytes", size).isEqualTo(size > 256 * 1024 ? 413 : 400);
            assertThat(JsonPath.from(answer.body()).getInt("code")).isEqualTo(20001);
        }
        assertThat(overHttp2(main, new byte[200_000], false).statusCode()).isEqualTo(400);
        // Quarkus's own refusal: sometimes an empty 413, sometimes the end of the connection
        String tooLarge = "FriendlyName=x&Ignored=" + "x".repeat(300_000);
        assertThat(statusOrBroken(main, tooLarge.getBytes(StandardCharsets.UTF_8)))
                .isIn(0, 413);
        assertThat(database.count("select count(*) from audit_entry where tenant_id = $1", main.sid()))
                .isEqualTo(2);
    }

    @Test
    void slowBodyOverHttp2IsCutOff() throws Exception {
        // Given
        Credentials main = accounts.main();
        io.vertx.core.http.HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        // When
        HttpClientRequest request = wait(client.request(
                HttpMethod.POST, url.getPort(), url.getHost(), "/2010-04-01/Accounts/" + main.sid() + ".json"));
        request.setChunked(true)
                .putHeader("Authorization", authorization(main))
                .putHeader("Content-Type", "application/x-www-form-urlencoded");
        wait(request.write("FriendlyName="));
        HttpClientResponse answer = wait(request.response());
        // Then
        assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(408);
        wait(client.close());
        assertThat(database.count("select count(*) from audit_entry where tenant_id = $1", main.sid()))
                .isOne();
    }

    private static <T> T wait(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static String authorization(Credentials caller) {
        return RawHttp.authorization(caller).strip().substring("Authorization: ".length());
    }

    private int statusOrBroken(Credentials caller, byte[] bytes) throws Exception {
        try {
            return overHttp2(caller, bytes, false).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private HttpResponse<String> overHttp2(Credentials caller, byte[] bytes, boolean told) throws Exception {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofByteArray(bytes);
        return send(caller, told ? body : HttpRequest.BodyPublishers.fromPublisher(body));
    }

    private HttpResponse<String> send(Credentials caller, HttpRequest.BodyPublisher body) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        // the first request makes the connection one of HTTP/2
        client.send(HttpRequest.newBuilder(url.resolve("/q/health")).build(), HttpResponse.BodyHandlers.discarding());
        return client.send(
                HttpRequest.newBuilder(url.resolve("/2010-04-01/Accounts/" + caller.sid() + ".json"))
                        .POST(body)
                        .header("Authorization", authorization(caller))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Answer raw(String request) throws IOException {
        try (RawHttp http = new RawHttp(url)) {
            return http.send(request).read();
        }
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
        assertThat(JsonPath.from(answer.body()).getString("code")).isEqualTo(code);
    }
}
