package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomHttp.anonymous;
import static io.curfew.dialects.soracom.SoracomHttp.as;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.delete;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.login;
import static io.curfew.dialects.soracom.SoracomHttp.payload;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.put;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static io.curfew.dialects.soracom.SoracomHttp.under;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.ChangeAccount;
import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class SoracomAuthTest {
    private static final String PASSWORD = "correct horse 馬";
    private static final String ALLOW_ALL = "{\"statements\":[{\"effect\":\"allow\",\"api\":\"*\"}]}";

    @Inject
    Operators operators;

    @Inject
    AccountService accounts;

    @Inject
    SettableClock clock;

    @Inject
    WorkRunner runner;

    @Inject
    Database database;

    private static Map<String, Object> key(Operator operator) {
        return new HashMap<>(Map.of("authKeyId", operator.authKeyId(), "authKey", operator.authKey()));
    }

    private static boolean isAlive(Pair pair, Operator operator) {
        return get(pair, under(operator, "")).statusCode() == 200;
    }

    private static void assertDead(Pair pair, Operator operator) {
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
    @CsvSource({"180", "3600", "172800"})
    void pairEndsWhenItsTimeIsUp(long seconds) {
        // Given
        Operator operator = operators.operator();
        Map<String, Object> credentials = key(operator);
        credentials.put("tokenTimeoutSeconds", seconds);
        Pair pair = Pair.of(login(credentials));
        // When
        clock.advance(Duration.ofSeconds(seconds - 5));
        // Then
        assertThat(isAlive(pair, operator)).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertDead(pair, operator);
    }

    @Test
    void pairEndsAfterADayUnlessAskedOtherwise() {
        // Given
        Operator operator = operators.operator();
        Pair pair = root(operator);
        // When
        clock.advance(Duration.ofHours(24).minusSeconds(5));
        // Then
        assertThat(isAlive(pair, operator)).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertDead(pair, operator);
        root(operator);
        assertThat(database.count("select count(*) from operator_session where tenant_id = $1", operator.sid()))
                .as("a login removes what has expired")
                .isEqualTo(1);
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
    void loggedOutPairIsDeadAtOnceAndOthersLiveOn() {
        // Given
        Operator operator = operators.operator();
        Pair pair = root(operator);
        Pair other = root(operator);
        // When
        Response logout = post(pair, "/v1/auth/logout");
        // Then
        assertThat(logout.statusCode()).isEqualTo(204);
        assertThat(logout.body().asString()).isEmpty();
        assertDead(pair, operator);
        assertThat(isAlive(other, operator)).isTrue();
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
    void rootsPairsAreRevokedTogether() {
        // Given
        Operator operator = operators.operator();
        Pair one = root(operator);
        Pair other = root(operator);
        Pair sam = sam(operator, one, "meter", ALLOW_ALL);
        Operator stranger = operators.operator();
        Pair strange = root(stranger);
        // When
        Response response = delete(one, under(operator, "/tokens"));
        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        assertDead(one, operator);
        assertDead(other, operator);
        assertThat(isAlive(sam, operator)).isTrue();
        assertThat(isAlive(strange, stranger)).isTrue();
        assertThat(isAlive(root(operator), operator)).isTrue();
    }

    @Test
    void usersPairsAreRevokedTogether() {
        // Given
        Operator operator = operators.operator();
        Pair root = root(operator);
        Pair sam = sam(operator, root, "meter", ALLOW_ALL);
        Pair other = sam(operator, root, "other", ALLOW_ALL);
        // When
        Response response = delete(root, under(operator, "/users/meter/tokens"));
        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        assertDead(sam, operator);
        assertThat(isAlive(other, operator)).isTrue();
        assertThat(isAlive(root, operator)).isTrue();
        assertError(delete(root, under(operator, "/users/nobody/tokens")), 404, "SEM9002");
    }

    @Test
    void deletedKeyOpensNothingAndItsPairsEnd() {
        // Given
        Operator operator = operators.operator();
        Pair root = root(operator);
        Response key = post(root, under(operator, "/auth_keys"));
        Map<String, String> credentials = Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey"));
        Pair pair = Pair.of(login(credentials));
        // When
        Response response = delete(root, under(operator, "/auth_keys/" + key.path("authKeyId")));
        // Then
        assertThat(key.statusCode()).isEqualTo(201);
        assertThat(response.statusCode()).isEqualTo(204);
        assertDead(pair, operator);
        assertError(login(credentials), 401, "AUM9001");
        assertThat(isAlive(root, operator)).isTrue();
    }

    private Pair sam(Operator operator, Pair root, String name, String permission) {
        post(root, under(operator, "/users/" + name), Map.of());
        put(root, under(operator, "/users/" + name + "/permission"), Map.of("permission", permission));
        Response key = post(root, under(operator, "/users/" + name + "/auth_keys"));
        Response login = login(Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey")));
        assertThat(login.statusCode()).isEqualTo(200);
        return Pair.of(login);
    }

    private static Response switchTo(Pair caller, Operator operator, String name) {
        return post(caller, "/v1/auth/switch_user", Map.of("operatorId", operator.id(), "userName", name));
    }

    private static void trust(Operator operator, Pair root, String name, String principal) {
        String policy = "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"soracom\":[\"" + principal + "\"]}}]}";
        assertThat(put(root, under(operator, "/users/" + name + "/trust_policy"), Map.of("trustPolicy", policy))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void trustedUserSwitches() {
        // Given
        Operator operator = operators.operator();
        Pair root = root(operator);
        sam(operator, root, "meter", ALLOW_ALL);
        trust(operator, root, "meter", "srn:soracom:" + operator.id() + "::Operator:" + operator.id());
        // When
        Response response = switchTo(root, operator, "meter");
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.<String>path("userName")).isEqualTo("meter");
        assertThat(response.<String>path("operatorId")).isEqualTo(operator.id());
        Pair switched = Pair.of(response);
        assertThat(isAlive(switched, operator)).isTrue();
        assertThat(isAlive(root, operator)).isTrue();
        clock.advance(Duration.ofHours(1));
        assertDead(switched, operator);
    }

    @Test
    void usersOfAnotherOperatorSwitchIfTrusted() {
        // Given
        Operator operator = operators.operator();
        Pair root = root(operator);
        sam(operator, root, "meter", ALLOW_ALL);
        Operator other = operators.operator();
        Pair otherRoot = root(other);
        Pair guest = sam(other, otherRoot, "guest", ALLOW_ALL);
        trust(operator, root, "meter", "srn:soracom:" + other.id() + "::User:guest");
        // When
        Response response = switchTo(guest, operator, "meter");
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(isAlive(Pair.of(response), operator)).isTrue();
        assertError(get(Pair.of(response), under(other, "")), 404, "SEM9002");
        assertError(switchTo(otherRoot, operator, "meter"), 400, "AUM9004");
    }

    @Test
    void switchedUsersIdempotencyKeyIsNotTheTargets() {
        // Given a user, and two who switch to it
        Operator operator = operators.operator();
        Pair root = root(operator);
        sam(operator, root, "meter", ALLOW_ALL);
        Pair guest = sam(operator, root, "guest", ALLOW_ALL);
        String everybody = "srn:soracom:" + operator.id() + "::";
        post(root, under(operator, "/users/meter/password"), Map.of("password", PASSWORD));
        Pair own = Pair.of(login(Map.of("operatorId", operator.id(), "userName", "meter", "password", PASSWORD)));
        trust(operator, root, "meter", everybody + "Operator:" + operator.id() + "\",\"" + everybody + "User:guest");
        Pair switched = Pair.of(switchTo(root, operator, "meter"));
        Pair again = Pair.of(switchTo(root, operator, "meter"));
        Pair guests = Pair.of(switchTo(guest, operator, "meter"));
        // When
        Response first = group(own, "a");
        Response roots = group(switched, "a");
        Response other = group(guests, "b");
        // Then each has what it asked for, be it what another one asked for under that key or not
        assertThat(List.of(first.statusCode(), roots.statusCode(), other.statusCode()))
                .containsOnly(201);
        assertThat(roots.<String>path("groupId")).isNotEqualTo(first.<String>path("groupId"));
        // Then each gets its own answer again, also by switching once more
        assertThat(group(own, "a").asByteArray()).isEqualTo(first.asByteArray());
        assertThat(group(again, "a").asByteArray()).isEqualTo(roots.asByteArray());
        assertThat(group(guests, "b").asByteArray()).isEqualTo(other.asByteArray());
        assertError(group(guests, "a"), 422, "SEM9009");
    }

    private static Response group(Pair caller, String name) {
        return as(caller)
                .header("Idempotency-Key", "one")
                .contentType("application/json")
                .body(Map.of("tags", Map.of("name", name)))
                .post("/v1/groups");
    }

    @Test
    void untrustedUsersDoNotSwitch() {
        // Given
        Operator operator = operators.operator();
        Pair root = root(operator);
        Pair sam = sam(operator, root, "meter", ALLOW_ALL);
        Pair powerless = sam(operator, root, "powerless", "{\"statements\":[]}");
        trust(operator, root, "powerless", "srn:soracom:" + operator.id() + "::User:meter");
        trust(operator, root, "meter", "srn:soracom:" + operator.id() + "::User:powerless");
        String message = "You are not allowed to switch to this user.";
        // Then
        assertError(switchTo(root, operator, "meter"), 400, "AUM9004", message);
        assertError(switchTo(sam, operator, "nobody"), 400, "AUM9004", message);
        assertError(
                post(root, "/v1/auth/switch_user", Map.of("operatorId", "OP0000000000", "userName", "meter")),
                400,
                "AUM9004",
                message);
        assertError(post(root, "/v1/auth/switch_user", Map.of("userName", "meter")), 400, "SEM9001");
        assertError(
                post(
                        sam,
                        "/v1/auth/switch_user",
                        Map.of("operatorId", operator.id(), "userName", "powerless", "tokenTimeoutSeconds", 3601)),
                400,
                "SEM9001");
        assertError(switchTo(powerless, operator, "meter"), 403, "AUM9002");
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

    private void change(Operator operator, LifecycleStatus status) {
        await(() -> accounts.change(
                new ChangeAccount(operator.sid(), operator.sid(), null, status, null, null, Accounts.PLATFORM)));
    }

    @Test
    void suspendedAccountsPairsAndLoginsAreRefusedUntilItIsResumed() {
        // Given
        Operator operator = operators.operator();
        Pair pair = root(operator);
        // When
        change(operator, LifecycleStatus.SUSPENDED);
        // Then
        assertDead(pair, operator);
        assertError(login(key(operator)), 401, "AUM9001", "Authentication failed.");
        change(operator, LifecycleStatus.ACTIVE);
        assertThat(isAlive(pair, operator)).isTrue();
        assertThat(login(key(operator)).statusCode()).isEqualTo(200);
    }

    @Test
    void closedAccountsPairsAndLoginsAreRefused() {
        // Given
        Operator operator = operators.operator();
        Pair pair = root(operator);
        sam(operator, pair, "meter", ALLOW_ALL);
        trust(operator, pair, "meter", "srn:soracom:" + operator.id() + "::Operator:" + operator.id());
        Operator other = operators.operator();
        trust(operator, pair, "meter", "srn:soracom:" + other.id() + "::Operator:" + other.id());
        // When
        change(operator, LifecycleStatus.CLOSED);
        // Then
        assertDead(pair, operator);
        assertError(login(key(operator)), 401, "AUM9001", "Authentication failed.");
        assertError(switchTo(root(other), operator, "meter"), 400, "AUM9004");
    }

    @Test
    void purgeLeavesNothingOfAnOperatorsUsers() {
        // Given
        Operator operator = operators.operator();
        Pair pair = root(operator);
        sam(operator, pair, "meter", ALLOW_ALL);
        post(pair, under(operator, "/roles/reader"), Map.of("permission", ALLOW_ALL));
        post(pair, under(operator, "/users/meter/roles"), Map.of("roleId", "reader"));
        put(pair, under(operator, "/users/default_permissions"), Map.of("permissions", ALLOW_ALL));
        // When
        change(operator, LifecycleStatus.CLOSED);
        clock.advance(Duration.ofDays(31));
        await(() -> runner.runDue());
        // Then
        for (String table : List.of(
                "account",
                "credential",
                "operator_session",
                "operator_token",
                "sam_permission_set",
                "sam_user",
                "sam_role",
                "sam_user_role",
                "sam_default_permission")) {
            assertThat(database.count("select count(*) from " + table + " where tenant_id = $1", operator.sid()))
                    .as(table)
                    .isZero();
        }
        assertError(login(key(operator)), 401, "AUM9001");
    }
}
