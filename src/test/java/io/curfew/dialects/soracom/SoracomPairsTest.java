package io.curfew.dialects.soracom;

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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long pairs live that were renewed or switched to, and with which rights. */
@CurfewTest
class SoracomPairsTest {
    private static final String ALLOW_ALL = allow("*");
    private static final String ALLOW_OPERATOR = allow("Operator:get*\",\"Operator:generateAuthToken");

    @Inject
    Operators operators;

    @Inject
    AccountService accounts;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    private Operator operator;
    private Pair root;

    @BeforeEach
    void makeOperator() {
        operator = operators.operator();
        root = root(operator);
    }

    private static String allow(String api) {
        return "{\"statements\":[{\"effect\":\"allow\",\"api\":[\"" + api + "\"]}]}";
    }

    private static boolean isAlive(Pair pair, Operator operator) {
        return get(pair, under(operator, "")).statusCode() == 200;
    }

    private static void assertDead(Pair pair, Operator operator) {
        assertError(get(pair, under(operator, "")), 401, "AUM0013", "Invalid API key or token.");
        assertError(post(pair, under(operator, "/token"), Map.of()), 400, "AUM0013", "Invalid API key or token.");
    }

    private static Pair renewed(Pair pair, Operator operator, Map<String, ?> body) {
        Response response = post(pair, under(operator, "/token"), body);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().<String, Object>getMap("$")).containsOnlyKeys("token");
        return new Pair(pair.apiKey(), response.path("token"));
    }

    private Map<String, String> user(String name, String permission) {
        return user(operator, root, name, permission);
    }

    private static Map<String, String> user(Operator operator, Pair root, String name, String permission) {
        assertThat(post(root, under(operator, "/users/" + name), Map.of()).statusCode())
                .isEqualTo(201);
        permit(operator, root, name, permission);
        Response key = post(root, under(operator, "/users/" + name + "/auth_keys"));
        return Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey"));
    }

    private static void permit(Operator operator, Pair root, String name, String permission) {
        assertThat(put(root, under(operator, "/users/" + name + "/permission"), Map.of("permission", permission))
                        .statusCode())
                .isEqualTo(200);
    }

    private static Pair loggedIn(Map<String, String> key) {
        Response response = login(key);
        assertThat(response.statusCode()).isEqualTo(200);
        return Pair.of(response);
    }

    private static String rootOf(Operator operator) {
        return "srn:soracom:" + operator.id() + "::Operator:" + operator.id();
    }

    private static String userOf(Operator operator, String name) {
        return "srn:soracom:" + operator.id() + "::User:" + name;
    }

    private static String policy(String principal, String more) {
        return "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"soracom\":[\"" + principal + "\"]}" + more
                + "}]}";
    }

    private void trust(String name, String policy) {
        assertThat(put(root, under(operator, "/users/" + name + "/trust_policy"), Map.of("trustPolicy", policy))
                        .statusCode())
                .isEqualTo(204);
    }

    private Response switchTo(Pair caller, String name) {
        return post(caller, "/v1/auth/switch_user", Map.of("operatorId", operator.id(), "userName", name));
    }

    private Pair switched(Pair caller, String name) {
        Response response = switchTo(caller, name);
        assertThat(response.statusCode()).isEqualTo(200);
        return Pair.of(response);
    }

    @Test
    void renewalLeavesTheOldPairAliveToItsOwnEnd() {
        // Given
        clock.advance(Duration.ofHours(23));
        // When
        Pair fresh = renewed(root, operator, Map.of("tokenTimeoutSeconds", 172_800));
        Pair fresher = renewed(fresh, operator, Map.of("tokenTimeoutSeconds", 180));
        // Then
        assertThat(List.of(root, fresh, fresher)).allMatch(pair -> isAlive(pair, operator));
        clock.advance(Duration.ofMinutes(3));
        assertDead(fresher, operator);
        assertThat(isAlive(root, operator)).isTrue();
        clock.advance(Duration.ofMinutes(57));
        assertDead(root, operator);
        assertThat(isAlive(fresh, operator)).isTrue();
        clock.advance(Duration.ofHours(47));
        assertDead(fresh, operator);
    }

    @Test
    void loginIsRenewedWithoutEnd() {
        Pair pair = root;
        for (int day = 0; day < 5; day++) {
            clock.advance(Duration.ofHours(23));
            pair = renewed(pair, operator, Map.of());
        }
        assertThat(isAlive(pair, operator)).isTrue();
        assertThat(database.count("select count(*) from operator_token where tenant_id = $1", operator.sid()))
                .as("tokens that have ended are removed")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 179})
    void renewalOfLessThanTheShortestGetsThat(int seconds) {
        // When
        Pair fresh = renewed(root, operator, Map.of("tokenTimeoutSeconds", seconds));
        // Then
        JsonPath payload = JsonPath.from(payload(fresh.token()));
        assertThat(payload.getLong("exp") - payload.getLong("iat")).isEqualTo(180);
    }

    @Test
    void renewalBeyondItsBoundIsABadRequest() {
        assertError(post(root, under(operator, "/token"), Map.of("tokenTimeoutSeconds", 172_801)), 400, "SEM9001");
        assertThat(isAlive(root, operator)).isTrue();
    }

    @Test
    void renewedPairHasTheRightsOfTheUserNow() {
        // Given
        Pair old = loggedIn(user("meter", ALLOW_ALL));
        assertThat(get(old, under(operator, "/users")).statusCode()).isEqualTo(200);
        // When
        permit(operator, root, "meter", ALLOW_OPERATOR);
        Pair less = renewed(old, operator, Map.of());
        post(root, under(operator, "/roles/lister"), Map.of("permission", allow("User:listUsers")));
        assertThat(post(root, under(operator, "/users/meter/roles"), Map.of("roleId", "lister"))
                        .statusCode())
                .isEqualTo(200);
        Pair more = renewed(less, operator, Map.of());
        // Then
        assertError(get(less, under(operator, "/users")), 403, "AUM9002");
        assertThat(isAlive(less, operator)).isTrue();
        assertThat(get(more, under(operator, "/users")).statusCode()).isEqualTo(200);
        assertThat(get(old, under(operator, "/users")).statusCode())
                .as("a pair keeps the rights that it was issued with")
                .isEqualTo(200);
    }

    @Test
    void whatEndsAnApiKeyEndsAllItsTokens() {
        // Given
        Map<String, String> key = user("meter", ALLOW_ALL);
        Map<String, String> otherKey = user("other", ALLOW_ALL);
        Pair byKey = loggedIn(key);
        Pair byKeyFresh = renewed(byKey, operator, Map.of());
        Pair byOther = loggedIn(otherKey);
        Pair byOtherFresh = renewed(byOther, operator, Map.of());
        Pair out = root(operator);
        Pair outFresh = renewed(out, operator, Map.of());
        Pair rootFresh = renewed(root, operator, Map.of());
        // When
        delete(root, under(operator, "/users/meter/auth_keys/" + key.get("authKeyId")));
        delete(root, under(operator, "/users/other"));
        post(outFresh, "/v1/auth/logout");
        // Then
        List.of(byKey, byKeyFresh, byOther, byOtherFresh, out, outFresh).forEach(pair -> assertDead(pair, operator));
        delete(root, under(operator, "/tokens"));
        assertDead(root, operator);
        assertDead(rootFresh, operator);
        assertThat(database.count("select count(*) from operator_token where tenant_id = $1", operator.sid()))
                .isZero();
    }

    @Test
    void renewalsOutliveNoRevocation() throws Exception {
        // Given
        Pair pair = loggedIn(user("meter", ALLOW_ALL));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 10; round++) {
                Pair attacked = round == 0 ? pair : pairAgain();
                List<Callable<Response>> calls = new ArrayList<>();
                for (int i = 0; i < 7; i++) {
                    calls.add(() -> post(attacked, under(operator, "/token"), Map.of()));
                }
                calls.add(() -> delete(root, under(operator, "/users/meter/tokens")));
                // When
                List<Response> answers = new ArrayList<>();
                for (Future<Response> answer : threads.invokeAll(calls)) {
                    answers.add(answer.get());
                }
                // Then
                assertThat(answers.get(7).statusCode()).isEqualTo(204);
                for (Response answer : answers.subList(0, 7)) {
                    assertThat(answer.statusCode()).isIn(200, 400);
                    if (answer.statusCode() == 200) {
                        assertDead(new Pair(attacked.apiKey(), answer.path("token")), operator);
                    }
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Pair pairAgain() {
        Response key = post(root, under(operator, "/users/meter/auth_keys"));
        return loggedIn(Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey")));
    }

    @Test
    void switchedPairEndsAnHourAfterTheSwitchWhateverRenewals() {
        // Given
        user("meter", ALLOW_ALL);
        trust("meter", policy(rootOf(operator), ""));
        Pair pair = switched(root, "meter");
        // When
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofMinutes(10));
            pair = renewed(pair, operator, Map.of("tokenTimeoutSeconds", 172_800));
        }
        // Then
        JsonPath payload = JsonPath.from(payload(pair.token()));
        assertThat(payload.getLong("exp") - payload.getLong("iat")).isEqualTo(600);
        clock.advance(Duration.ofMinutes(10).minusSeconds(5));
        assertThat(isAlive(pair, operator)).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertDead(pair, operator);
        assertThat(isAlive(root, operator)).isTrue();
    }

    @Test
    void whoHasSwitchedSwitchesNoFurther() {
        // Given
        user("meter", ALLOW_ALL);
        user("other", ALLOW_ALL);
        trust("meter", policy(rootOf(operator), ""));
        trust("other", policy(userOf(operator, "meter"), ""));
        Pair pair = switched(root, "meter");
        // Then
        assertError(switchTo(pair, "other"), 400, "AUM9004");
    }

    @Test
    void switchedPairHasTheRightsOfTheUserSwitchedToWhenItIsRenewed() {
        // Given
        user("meter", ALLOW_ALL);
        trust("meter", policy(rootOf(operator), ""));
        Pair pair = switched(root, "meter");
        // When
        permit(operator, root, "meter", ALLOW_OPERATOR);
        Pair fresh = renewed(pair, operator, Map.of());
        // Then
        assertThat(get(pair, under(operator, "/users")).statusCode()).isEqualTo(200);
        assertError(get(fresh, under(operator, "/users")), 403, "AUM9002");
    }

    @Test
    void switchedPairEndsWithItsTrust() {
        // Given
        Operator other = operators.operator();
        user("meter", ALLOW_ALL);
        trust("meter", policy(rootOf(other), ""));
        Pair pair = switched(root(other), "meter");
        Pair fresh = renewed(pair, operator, Map.of());
        Pair loggedIn = pairAgain();
        assertThat(isAlive(pair, operator)).isTrue();
        // When
        trust("meter", policy(rootOf(operator), ""));
        // Then
        assertDead(pair, operator);
        assertDead(fresh, operator);
        assertThat(isAlive(loggedIn, operator)).as("a login needs no trust").isTrue();
        // When
        trust("meter", policy(rootOf(other), ",\"condition\":\"ipAddress('127.0.0.1')\""));
        Pair again = switched(root(other), "meter");
        delete(root, under(operator, "/users/meter/trust_policy"));
        // Then
        assertDead(again, operator);
    }

    @Test
    void trustInServicesIsKeptAndTrustsNobody() {
        // Given
        String policy = "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"service\":[\"Flux\"]}}]}";
        assertThat(post(root, under(operator, "/users/flux"), Map.of()).statusCode())
                .isEqualTo(201);
        trust("flux", policy);
        // Then
        assertThat(get(root, under(operator, "/users/flux/trust_policy")).<String>path("trustPolicy"))
                .isEqualTo(policy);
        assertError(
                post(root, "/v1/auth/switch_user", Map.of("operatorId", operator.id(), "userName", "flux")),
                400,
                "AUM9004");
    }

    @Test
    void switchedPairEndsWithTheConditionOfItsTrust() {
        // Given
        user("meter", ALLOW_ALL);
        LocalDate day = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC).plusDays(1);
        clock.advance(Duration.between(clock.now(), day.atTime(23, 30).toInstant(ZoneOffset.UTC)));
        root = root(operator);
        trust(
                "meter",
                policy(
                        rootOf(operator),
                        ",\"condition\":\"currentDate <= date(%d, %d, %d)\""
                                .formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth())));
        Pair pair = switched(root, "meter");
        assertThat(isAlive(pair, operator)).isTrue();
        // When
        clock.advance(Duration.ofMinutes(31));
        // Then
        assertDead(pair, operator);
    }

    @Test
    void switchedPairEndsWithEitherUser() {
        // Given
        Operator other = operators.operator();
        Pair otherRoot = root(other);
        user("meter", ALLOW_ALL);
        trust("meter", policy(userOf(other, "guest"), ""));
        Pair pair = switched(loggedIn(user(other, otherRoot, "guest", ALLOW_ALL)), "meter");
        assertThat(isAlive(pair, operator)).isTrue();
        // When the user who has switched is deleted, and another one made of that name
        delete(otherRoot, under(other, "/users/guest"));
        // Then
        assertDead(pair, operator);
        // Given
        Pair next = switched(loggedIn(user(other, otherRoot, "guest", ALLOW_ALL)), "meter");
        assertDead(pair, operator);
        // When the user switched to is deleted
        delete(root, under(operator, "/users/meter"));
        // Then
        assertDead(next, operator);
    }

    @Test
    void switchedPairEndsWithTheKeyOrTheOperatorOfWhoHasSwitched() {
        // Given
        Operator other = operators.operator();
        Pair otherRoot = root(other);
        user("meter", ALLOW_ALL);
        trust("meter", policy(rootOf(other), ""));
        Response key = post(otherRoot, under(other, "/auth_keys"));
        Pair byKey =
                switched(loggedIn(Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey"))), "meter");
        Pair byRoot = switched(otherRoot, "meter");
        // When
        delete(otherRoot, under(other, "/auth_keys/" + key.path("authKeyId")));
        // Then
        assertDead(byKey, operator);
        assertThat(isAlive(byRoot, operator)).isTrue();
        // When
        change(other, LifecycleStatus.SUSPENDED);
        // Then
        assertDead(byRoot, operator);
        change(other, LifecycleStatus.ACTIVE);
        assertThat(isAlive(byRoot, operator)).isTrue();
    }

    private void change(Operator which, LifecycleStatus status) {
        await(() -> accounts.change(
                new ChangeAccount(which.sid(), which.sid(), null, status, null, null, Accounts.PLATFORM)));
    }

    @Test
    void documentsAreKeptOnceForAllWhoHaveTheSame() {
        // Given
        String large = allow("Sim:getSim\",\"" + "Operator:get*\",\"".repeat(900) + "Operator:getOperator");
        post(root, under(operator, "/roles/reader"), Map.of("permission", large));
        List<Pair> pairs = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            Map<String, String> key = user(name, ALLOW_OPERATOR);
            post(root, under(operator, "/users/" + name + "/roles"), Map.of("roleId", "reader"));
            for (int i = 0; i < 3; i++) {
                pairs.add(loggedIn(key));
            }
        }
        // Then
        assertThat(pairs).allMatch(pair -> isAlive(pair, operator));
        assertThat(database.rows(
                        "select cardinality(documents), octet_length(array_to_string(documents, '')) from"
                                + " sam_permission_set where tenant_id = $1",
                        operator.sid()))
                .containsExactly(List.of(2, large.length() + ALLOW_OPERATOR.length()));
        assertThat(database.column(
                        "select octet_length(s::text || t::text) < 600 from operator_session s join operator_token t"
                                + " on t.tenant_id = s.tenant_id and t.session_id = s.id where s.tenant_id = $1",
                        operator.sid()))
                .hasSize(7)
                .containsOnly(true);
        // When
        clock.advance(Duration.ofDays(3));
        root(operator);
        // Then
        assertThat(database.count("select count(*) from sam_permission_set where tenant_id = $1", operator.sid()))
                .as("a login removes what nobody needs any more")
                .isZero();
    }
}
