package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomHttp.anonymous;
import static io.curfew.dialects.soracom.SoracomHttp.as;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.login;
import static io.curfew.dialects.soracom.SoracomHttp.payload;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static io.curfew.dialects.soracom.SoracomHttp.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.SettableClock;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins: by whom, with what, and how many. */
@CurfewTest
class SoracomAuthTest {
    static final String PASSWORD = "correct horse 馬";

    @Inject
    Operators operators;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    static Map<String, Object> key(Operator operator) {
        return new HashMap<>(Map.of("authKeyId", operator.authKeyId(), "authKey", operator.authKey()));
    }

    static boolean isAlive(Pair pair, Operator operator) {
        return get(pair, under(operator, "")).statusCode() == 200;
    }

    static void assertDead(Pair pair, Operator operator) {
        assertError(get(pair, under(operator, "")), 401, "AUM0013", "Invalid API key or token.");
    }

    @Test
    void rootLogsInWithItsAuthKey() {
        // Given
        Operator operator = operators.operator();
        // When
        Response response = login(key(operator));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().<String, Object>getMap("$"))
                .containsOnlyKeys("apiKey", "token", "operatorId")
                .containsEntry("operatorId", operator.id());
        assertThat(response.<String>path("apiKey"))
                .matches("api-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
        assertThat(isAlive(Pair.of(response), operator)).isTrue();
    }

    /** Row locks of many logins at once would burn the server's numbers for groups of transactions. */
    @Test
    void loginByAKeyLocksNoRowOfTheKey() {
        // Given
        Operator operator = operators.operator();
        // When
        root(operator);
        // Then
        assertThat(database.column("select cast(xmax as text) from credential where id = $1", operator.authKeyId()))
                .containsExactly("0");
    }

    @Test
    void tokenIsAJwtThatNamesTheOperator() {
        // Given
        Operator operator = operators.operator();
        // When
        String token = root(operator).token();
        // Then
        assertThat(token.split("\\.", -1)).hasSize(3).allMatch(part -> part.matches("[A-Za-z0-9_-]+"));
        JsonPath payload = JsonPath.from(payload(token));
        assertThat(payload.getString("operator.operatorId")).isEqualTo(operator.id());
        assertThat(payload.getLong("exp") - payload.getLong("iat")).isEqualTo(86_400);
    }

    @Test
    void rootLogsInWithItsPassword() {
        // Given
        Operator operator = operators.operator();
        String email = operators.owner(operator, PASSWORD);
        // When
        Response response = login(Map.of("email", email.toUpperCase(Locale.ROOT), "password", PASSWORD));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.<String>path("operatorId")).isEqualTo(operator.id());
        assertThat(get(Pair.of(response), under(operator, "")).<String>path("email"))
                .isEqualTo(email);
    }

    @Test
    void samUserLogsInWithItsPasswordAndWithItsKey() {
        // Given
        Operator operator = operators.operator();
        Pair root = root(operator);
        post(root, under(operator, "/users/meter"), Map.of());
        post(root, under(operator, "/users/meter/password"), Map.of("password", PASSWORD));
        Response key = post(root, under(operator, "/users/meter/auth_keys"));
        // When
        Response byPassword = login(Map.of("operatorId", operator.id(), "userName", "meter", "password", PASSWORD));
        Response byKey = login(Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey")));
        // Then
        for (Response response : List.of(byPassword, byKey)) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.jsonPath().<String, Object>getMap("$"))
                    .containsOnlyKeys("apiKey", "token", "operatorId", "userName")
                    .containsEntry("operatorId", operator.id())
                    .containsEntry("userName", "meter");
        }
    }

    @Test
    void wrongSecretsAndUnknownNamesFailAlike() {
        // Given
        Operator operator = operators.operator();
        String email = operators.owner(operator, PASSWORD);
        Pair root = root(operator);
        post(root, under(operator, "/users/meter"), Map.of());
        post(root, under(operator, "/users/silent"), Map.of());
        post(root, under(operator, "/users/meter/password"), Map.of("password", PASSWORD));
        List<Map<String, String>> wrong = List.of(
                Map.of("email", email, "password", PASSWORD + "x"),
                Map.of("email", "nobody@example.com", "password", PASSWORD),
                Map.of("authKeyId", operator.authKeyId(), "authKey", "secret-x"),
                Map.of("authKeyId", "keyId-x", "authKey", operator.authKey()),
                Map.of("operatorId", operator.id(), "userName", "meter", "password", "x"),
                Map.of("operatorId", operator.id(), "userName", "silent", "password", "x"),
                Map.of("operatorId", operator.id(), "userName", "nobody", "password", PASSWORD),
                Map.of("operatorId", "OP0000000000", "userName", "meter", "password", PASSWORD),
                Map.of("authKeyId", operator.sid(), "authKey", operator.authToken()));
        // Then
        assertThat(wrong)
                .allSatisfy(credentials -> assertError(login(credentials), 401, "AUM9001", "Authentication failed."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":\"a@example.com\"}",
                "{\"authKeyId\":\"keyId-x\"}",
                "{\"password\":\"x\"}",
                "{\"authKeyId\":\"keyId-x\",\"authKey\":null}",
                "{\"authKeyId\":\"keyId-x\",\"authKey\":\"\"}",
                "{\"authKeyId\":1,\"authKey\":\"x\"}",
                "{\"email\":\"a@example.com\",\"password\":[]}",
                "[]",
                "\"x\"",
                "{",
                ""
            })
    void incompleteCredentialsAreABadRequest(String body) {
        assertError(anonymous().contentType("application/json").body(body).post("/v1/auth"), 400, "SEM9001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"172801", "99999999999999999999", "3600.5", "\"an hour\"", "1e400", "true"})
    void validityBeyondItsBoundsIsABadRequest(String seconds) {
        // Given
        Operator operator = operators.operator();
        String body = "{\"authKeyId\":\"%s\",\"authKey\":\"%s\",\"tokenTimeoutSeconds\":%s}"
                .formatted(operator.authKeyId(), operator.authKey(), seconds);
        // Then
        assertError(anonymous().contentType("application/json").body(body).post("/v1/auth"), 400, "SEM9001");
        assertThat(database.count("select count(*) from operator_session where tenant_id = $1", operator.sid()))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {179, 1, 0, -1})
    void whoeverAsksForLessThanTheShortestGetsThat(long seconds) {
        // Given
        Operator operator = operators.operator();
        Map<String, Object> credentials = key(operator);
        credentials.put("tokenTimeoutSeconds", seconds);
        // When
        Pair pair = Pair.of(login(credentials));
        // Then
        JsonPath payload = JsonPath.from(payload(pair.token()));
        assertThat(payload.getLong("exp") - payload.getLong("iat")).isEqualTo(180);
        clock.advance(Duration.ofSeconds(175));
        assertThat(isAlive(pair, operator)).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertDead(pair, operator);
    }

    @Test
    void otherFieldsAreIgnored() {
        // Given
        Operator operator = operators.operator();
        Map<String, Object> credentials = key(operator);
        credentials.put("mfaOTPCode", "123456");
        credentials.put("registerPaymentMethod", false);
        // Then
        assertThat(login(credentials).statusCode()).isEqualTo(200);
    }

    @Test
    void missingHeadersAreTold() {
        // Given
        Operator operator = operators.operator();
        Pair pair = root(operator);
        String path = under(operator, "");
        // Then
        String message = "Token is required in the request header";
        assertError(anonymous().get(path), 401, "AUM0001", message);
        assertError(anonymous().header("X-Soracom-API-Key", pair.apiKey()).get(path), 401, "AUM0001", message);
        assertError(anonymous().header("X-Soracom-Token", pair.token()).get(path), 401, "AUM0001", message);
        assertError(anonymous().post("/v1/auth/logout"), 401, "AUM0001", message);
        assertError(anonymous().get("/v1/auth"), 401, "AUM0001", message);
    }

    @Test
    void pairsAreNotMixed() {
        // Given
        Operator operator = operators.operator();
        Operator stranger = operators.operator();
        Pair one = root(operator);
        Pair other = root(operator);
        Pair strange = root(stranger);
        // Then
        assertDead(new Pair(one.apiKey(), other.token()), operator);
        assertDead(new Pair(one.apiKey(), strange.token()), operator);
        assertDead(new Pair(strange.apiKey(), one.token()), stranger);
        assertDead(new Pair(one.apiKey(), one.token().substring(0, one.token().length() - 1)), operator);
        assertDead(new Pair(one.apiKey(), "opaque"), operator);
        assertDead(new Pair(one.apiKey(), "a.b.c"), operator);
        assertDead(new Pair("api-x", one.token()), operator);
        assertThat(isAlive(one, operator)).isTrue();
    }

    @Test
    void onlyHashesAreKept() {
        // Given
        Operator operator = operators.operator();
        // When
        Pair pair = root(operator);
        // Then
        List<List<Object>> rows = database.rows("""
                        select s::text, t::text from operator_session s
                        join operator_token t on t.tenant_id = s.tenant_id and t.session_id = s.id
                        where s.tenant_id = $1
                        """, operator.sid());
        assertThat(rows).hasSize(1);
        assertThat(rows.toString()).doesNotContain(pair.apiKey(), pair.token());
        assertThat(database.column(
                        "select action from audit_entry where tenant_id = $1 and door = 'soracom'", operator.sid()))
                .containsExactly("operator-session.opened");
        assertThat(database.rows(
                                "select detail::text, subject, actor_id from audit_entry where tenant_id = $1",
                                operator.sid())
                        .toString())
                .doesNotContain(pair.apiKey(), pair.token(), operator.authKey());
    }

    @Test
    void guessingIsStoppedAfterTwentyFailures() {
        // Given
        Operator operator = operators.operator();
        Map<String, String> wrong = Map.of("authKeyId", operator.authKeyId(), "authKey", "secret-guess");
        for (int i = 0; i < 20; i++) {
            assertThat(login(wrong).statusCode()).isEqualTo(401);
        }
        // Then
        assertError(login(wrong), 429, "AUM9003", "Too many requests. Wait a minute.");
        assertThat(login(key(operator)).statusCode())
                .as("the right secret is not checked either")
                .isEqualTo(429);
        clock.advance(Duration.ofMinutes(1));
        assertThat(login(key(operator)).statusCode()).isEqualTo(200);
    }

    @Test
    void loginsOfAnAddressAreLimited() {
        // Given
        Operator operator = operators.operator();
        Pair pair = root(operator);
        for (int i = 1; i < 600; i++) {
            assertThat(login(Map.of()).statusCode()).isEqualTo(400);
        }
        // When
        Response response = login(key(operator));
        // Then
        assertError(response, 429, "AUM9003");
        assertThat(isAlive(pair, operator)).as("other calls go on").isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(login(key(operator)).header("X-Soracom-Ratelimit-Remaining")).isEqualTo("599");
    }

    @Test
    void limitsAreToldByGroup() {
        // Given
        Operator operator = operators.operator();
        Pair pair = root(operator);
        // When
        Response first = get(pair, under(operator, ""));
        Response second = get(pair, under(operator, "/users"));
        Response other = as(pair).get("/jp/v1/auth/nothing");
        clock.advance(Duration.ofMinutes(1));
        Response later = get(pair, under(operator, ""));
        // Then
        assertThat(first.header("X-Soracom-Ratelimit-Limit")).isEqualTo("60000");
        assertThat(first.header("X-Soracom-Ratelimit-Remaining")).isEqualTo("59999");
        assertThat(first.header("X-Soracom-Ratelimit-Seconds-Before-Refresh")).isEqualTo("60");
        assertThat(second.header("X-Soracom-Ratelimit-Remaining")).isEqualTo("59998");
        assertThat(other.header("X-Soracom-Ratelimit-Remaining")).isEqualTo("59999");
        assertThat(later.header("X-Soracom-Ratelimit-Remaining")).isEqualTo("59999");
    }
}
