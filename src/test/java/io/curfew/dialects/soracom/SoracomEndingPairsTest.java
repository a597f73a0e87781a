package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomAuthTest.assertDead;
import static io.curfew.dialects.soracom.SoracomAuthTest.isAlive;
import static io.curfew.dialects.soracom.SoracomAuthTest.key;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.delete;
import static io.curfew.dialects.soracom.SoracomHttp.login;
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
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends pairs: their time, a logout, a revocation, and the end of whoever they belong to. */
@CurfewTest
class SoracomEndingPairsTest {
    static final String ALLOW_ALL = "{\"statements\":[{\"effect\":\"allow\",\"api\":\"*\"}]}";

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

    static Pair sam(Operator operator, Pair root, String name, String permission) {
        post(root, under(operator, "/users/" + name), Map.of());
        put(root, under(operator, "/users/" + name + "/permission"), Map.of("permission", permission));
        Response key = post(root, under(operator, "/users/" + name + "/auth_keys"));
        Response login = login(Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey")));
        assertThat(login.statusCode()).isEqualTo(200);
        return Pair.of(login);
    }

    static Response switchTo(Pair caller, Operator operator, String name) {
        return post(caller, "/v1/auth/switch_user", Map.of("operatorId", operator.id(), "userName", name));
    }

    static void trust(Operator operator, Pair root, String name, String principal) {
        String policy = "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"soracom\":[\"" + principal + "\"]}}]}";
        assertThat(put(root, under(operator, "/users/" + name + "/trust_policy"), Map.of("trustPolicy", policy))
                        .statusCode())
                .isEqualTo(204);
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
