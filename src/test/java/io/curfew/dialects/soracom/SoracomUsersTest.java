package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomHttp.as;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.delete;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.login;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.put;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static io.curfew.dialects.soracom.SoracomHttp.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.testing.CheapHash;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Database.Stranger;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.Race;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class SoracomUsersTest {
    private static final String ALLOW_ALL = "{\"statements\":[{\"effect\":\"allow\",\"api\":\"*\"}]}";
    private static final String ALLOW_OPERATOR = "{\"statements\":[{\"effect\":\"allow\",\"api\":\"Operator:get*\"}]}";
    private static final String PASSWORD = "correct horse";

    @Inject
    Operators operators;

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

    private String users(String rest) {
        return under(operator, "/users" + rest);
    }

    private Map<String, String> key(String name) {
        Response key = post(root, users("/" + name + "/auth_keys"));
        assertThat(key.statusCode()).isEqualTo(200);
        return Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey"));
    }

    private Pair user(String name, String permission) {
        assertThat(post(root, users("/" + name), Map.of()).statusCode()).isEqualTo(201);
        assertThat(put(root, users("/" + name + "/permission"), Map.of("permission", permission))
                        .statusCode())
                .isEqualTo(200);
        return Pair.of(login(key(name)));
    }

    @Test
    void operatorHasEveryField() {
        // Given
        String email = operators.owner(operator, PASSWORD);
        // When
        Response response = get(root, under(operator, ""));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().<String, Object>getMap("$"))
                .containsOnlyKeys("operatorId", "rootOperatorId", "email", "description", "createDate", "updateDate")
                .containsEntry("operatorId", operator.id())
                .containsEntry("rootOperatorId", operator.id())
                .containsEntry("email", email)
                .containsEntry("description", "Main account");
        assertThat(Instant.parse(response.path("createDate"))).isBefore(clock.now());
    }

    @Test
    void otherOperatorsAreNotFound() {
        // Given
        Operator stranger = operators.operator();
        post(root(stranger), under(stranger, "/users/meter"), Map.of());
        // Then
        for (String path : List.of("", "/users", "/users/meter", "/auth_keys", "/roles")) {
            assertError(get(root, under(stranger, path)), 404, "SEM9002");
        }
        assertError(post(root, under(stranger, "/token"), Map.of()), 404, "SEM9002");
        assertError(delete(root, under(stranger, "/tokens")), 404, "SEM9002");
        assertError(post(root, under(stranger, "/auth_keys")), 404, "SEM9002");
        assertError(delete(root, under(stranger, "/users/meter")), 404, "SEM9002");
        assertError(get(root, users("/meter")), 404, "SEM9002");
        assertThat(get(root(stranger), under(stranger, "/users/meter")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void rootsKeysAreMadeListedAndDeleted() {
        // When
        Response made = post(root, under(operator, "/auth_keys"));
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.jsonPath().<String, Object>getMap("$")).containsOnlyKeys("authKeyId", "authKey");
        assertThat(made.<String>path("authKeyId")).matches("keyId-[A-Za-z0-9]{32}");
        assertThat(made.<String>path("authKey")).matches("secret-[A-Za-z0-9]{43}");
        Response list = get(root, under(operator, "/auth_keys"));
        assertThat(list.jsonPath().getList("authKeyId")).containsExactly(operator.authKeyId(), made.path("authKeyId"));
        assertThat(list.asString()).doesNotContain("secret-");
        assertThat(list.jsonPath().getMap("[1]")).containsOnlyKeys("authKeyId", "createDateTime");
        assertThat(list.jsonPath().getLong("[1].createDateTime"))
                .isCloseTo(clock.now().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
        assertThat(delete(root, under(operator, "/auth_keys/" + made.path("authKeyId")))
                        .statusCode())
                .isEqualTo(204);
        assertError(delete(root, under(operator, "/auth_keys/" + made.path("authKeyId"))), 404, "SEM9002");
        assertThat(get(root, under(operator, "/auth_keys")).jsonPath().getList("authKeyId"))
                .containsExactly(operator.authKeyId());
    }

    @Test
    void userIsMadeShownChangedAndDeleted() {
        // When
        Response made = post(root, users("/meter"), Map.of("description", "reads meters"));
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        Map<String, Object> user = get(root, users("/meter")).jsonPath().getMap("$");
        assertThat(user)
                .containsOnlyKeys(
                        "userName",
                        "description",
                        "hasPassword",
                        "roleList",
                        "authKeyList",
                        "createDateTime",
                        "updateDateTime")
                .containsEntry("userName", "meter")
                .containsEntry("description", "reads meters")
                .containsEntry("hasPassword", false)
                .containsEntry("roleList", List.of())
                .containsEntry("authKeyList", List.of());
        for (String time : List.of("createDateTime", "updateDateTime")) {
            assertThat(((Number) user.get(time)).longValue())
                    .isCloseTo(clock.now().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
        }
        assertThat(put(root, users("/meter"), Map.of("description", "retired")).statusCode())
                .isEqualTo(200);
        assertThat(get(root, users("/meter")).<String>path("description")).isEqualTo("retired");
        assertThat(delete(root, users("/meter")).statusCode()).isEqualTo(204);
        assertError(get(root, users("/meter")), 404, "SEM9002");
        assertError(delete(root, users("/meter")), 404, "SEM9002");
        assertThat(database.column(
                        "select action from audit_entry where tenant_id = $1 and action like 'sam-user.%'"
                                + " order by recorded_at",
                        operator.sid()))
                .containsExactly("sam-user.created", "sam-user.updated", "sam-user.deleted");
        assertThat(database.count(
                        "select count(*) from outbox_event where tenant_id = $1 and type like 'sam-user.%'",
                        operator.sid()))
                .isEqualTo(3);
    }

    @Test
    void usersAreListedWithWhatTheyHave() {
        // Given
        post(root, users("/zoe"), Map.of());
        user("adam", ALLOW_ALL);
        post(root, under(operator, "/roles/reader"), Map.of("permission", ALLOW_OPERATOR));
        post(root, users("/adam/roles"), Map.of("roleId", "reader"));
        post(root, users("/zoe/password"), Map.of("password", PASSWORD));
        // When
        Response list = get(root, users(""));
        // Then
        assertThat(list.jsonPath().getList("userName")).containsExactly("adam", "zoe");
        assertThat(list.jsonPath().getList("hasPassword")).containsExactly(false, true);
        assertThat(list.jsonPath().getString("[0].permission")).isEqualTo(ALLOW_ALL);
        assertThat(list.jsonPath().getList("[0].roleList.roleId")).containsExactly("reader");
        assertThat(list.jsonPath().getList("[0].authKeyList")).hasSize(1);
        assertThat(list.jsonPath().getList("[1].authKeyList")).isEmpty();
        assertThat(list.asString()).doesNotContain("secret-", "pbkdf2");
        assertThat(get(root, users("/adam")).jsonPath().getMap("$"))
                .isEqualTo(list.jsonPath().getMap("[0]"));
    }

    @Test
    void namesAreUniqueWithinAnOperator() {
        // Given
        Operator stranger = operators.operator();
        // Then
        assertThat(post(root, users("/meter"), Map.of()).statusCode()).isEqualTo(201);
        assertError(post(root, users("/meter"), Map.of()), 400, "AUM9006");
        assertThat(post(root(stranger), under(stranger, "/users/meter"), Map.of())
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%20",
                "%09",
                "a%0Ab",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void namesThatAreNoneAreRefused(String name) {
        assertThat(post(root, users("/" + name), Map.of()).statusCode()).isEqualTo(400);
        assertThat(get(root, users("")).jsonPath().getList("$")).isEmpty();
    }

    @Test
    void passwordIsSetChangedAndTakenAway() {
        // Given
        post(root, users("/meter"), Map.of());
        Map<String, String> credentials =
                Map.of("operatorId", operator.id(), "userName", "meter", "password", PASSWORD);
        assertThat(get(root, users("/meter/password")).<Boolean>path("hasPassword"))
                .isFalse();
        // When
        Response set = post(root, users("/meter/password"), Map.of("password", PASSWORD));
        // Then
        assertThat(set.statusCode()).isEqualTo(201);
        assertThat(get(root, users("/meter/password")).<Boolean>path("hasPassword"))
                .isTrue();
        assertThat(login(credentials).statusCode()).isEqualTo(200);
        assertError(post(root, users("/meter/password"), Map.of("password", PASSWORD)), 400, "AUM9008");
        assertError(
                put(root, users("/meter/password"), Map.of("currentPassword", "wrong", "newPassword", "another one")),
                400,
                "AUM9007");
        assertThat(put(
                                root,
                                users("/meter/password"),
                                Map.of("currentPassword", PASSWORD, "newPassword", "another one"))
                        .statusCode())
                .isEqualTo(200);
        assertError(login(credentials), 401, "AUM9001");
        assertThat(delete(root, users("/meter/password")).statusCode()).isEqualTo(204);
        assertError(delete(root, users("/meter/password")), 404, "SEM9002");
        assertError(
                login(Map.of("operatorId", operator.id(), "userName", "meter", "password", "another one")),
                401,
                "AUM9001");
        assertThat(database.rows("select detail::text from audit_entry where tenant_id = $1", operator.sid())
                        .toString())
                .doesNotContain(PASSWORD);
    }

    @Test
    void ofTwoWhoKnowTheOldPasswordOneChangesIt() {
        // Given
        post(root, users("/meter"), Map.of());
        database.execute(
                "update sam_user set password_hash = $2 where tenant_id = $1", operator.sid(), CheapHash.of(PASSWORD));
        // When
        List<Race.Result<Integer>> results = Race.run(changing("another one"), changing("yet another"));
        // Then
        assertThat(results).extracting(Race.Result::item).containsExactlyInAnyOrder(200, 400);
    }

    @Test
    void passwordThatIsReplacedWhileALoginWaitsOpensNothing() throws Exception {
        // Given
        post(root, users("/meter"), Map.of());
        String replace = "update sam_user set password_hash = $2 where tenant_id = $1";
        database.execute(replace, operator.sid(), CheapHash.of(PASSWORD));
        Map<String, Object> credentials =
                Map.of("operatorId", operator.id(), "userName", "meter", "password", PASSWORD);
        CompletableFuture<Response> login;
        try (Stranger holder = database.stranger()) {
            holder.rows("select cast(pg_advisory_xact_lock(hashtextextended($1, 3)) as text)", operator.sid());
            login = CompletableFuture.supplyAsync(() -> login(credentials));
            Awaitility.await().until(() -> database.waiting() > 0);
            // When
            holder.rows(replace + " returning name", operator.sid(), CheapHash.of("another one"));
            holder.commit();
        }
        // Then
        assertError(login.get(30, TimeUnit.SECONDS), 401, "AUM9001");
        assertThat(database.count(
                        "select count(*) from operator_session where tenant_id = $1 and user_id is not null",
                        operator.sid()))
                .isZero();
    }

    @Test
    void revokingWaitsForTheLoginsThatAreUnderWay() throws Exception {
        // Given
        post(root, users("/meter"), Map.of());
        CompletableFuture<Response> revoked;
        try (Stranger login = database.stranger()) {
            login.rows("select cast(pg_advisory_xact_lock_shared(hashtextextended($1, 3)) as text)", operator.sid());
            // When
            revoked = CompletableFuture.supplyAsync(() -> delete(root, users("/meter/tokens")));
            Awaitility.await().until(() -> database.waiting() > 0);
            assertThat(revoked).isNotDone();
            login.commit();
        }
        // Then
        assertThat(revoked.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
    }

    private Supplier<Uni<Integer>> changing(String password) {
        return () -> Uni.createFrom()
                .item(() -> put(
                                root,
                                users("/meter/password"),
                                Map.of("currentPassword", PASSWORD, "newPassword", password))
                        .statusCode())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    @Test
    void guessingTheCurrentPasswordIsStopped() {
        // Given
        post(root, users("/meter"), Map.of());
        post(root, users("/meter/password"), Map.of("password", PASSWORD));
        Map<String, String> guess = Map.of("currentPassword", "guess", "newPassword", "another one");
        for (int i = 0; i < 20; i++) {
            assertThat(put(root, users("/meter/password"), guess).statusCode()).isEqualTo(400);
        }
        // Then
        assertError(put(root, users("/meter/password"), guess), 429, "AUM9003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"password\":\"short\"}", "{\"password\":12345678}", "{}", "{\"password\":null}"})
    void passwordsThatAreNoneAreRefused(String body) {
        // Given
        post(root, users("/meter"), Map.of());
        // Then
        assertThat(post(root, users("/meter/password"), body).statusCode()).isEqualTo(400);
        assertThat(get(root, users("/meter/password")).<Boolean>path("hasPassword"))
                .isFalse();
    }

    @Test
    void nothingIsAllowedByDefault() {
        // Given
        post(root, users("/meter"), Map.of());
        Pair sam = Pair.of(login(key("meter")));
        String message = "You do not have permission to call this API.";
        // Then
        assertError(get(sam, under(operator, "")), 403, "AUM9002", message);
        assertError(get(sam, users("")), 403, "AUM9002", message);
        assertError(post(sam, users("/evil"), Map.of()), 403, "AUM9002", message);
        assertError(post(sam, under(operator, "/auth_keys")), 403, "AUM9002", message);
        assertError(get(root, users("/evil")), 404, "SEM9002");
        assertThat(post(sam, "/v1/auth/logout").statusCode()).isEqualTo(204);
    }

    @Test
    void permissionsAreFrozenIntoThePair() {
        // Given
        Pair before = user("meter", ALLOW_OPERATOR);
        assertThat(get(before, under(operator, "")).statusCode()).isEqualTo(200);
        assertError(get(before, users("")), 403, "AUM9002");
        // When
        put(
                root,
                users("/meter/permission"),
                Map.of("permission", "{\"statements\":[{\"effect\":\"allow\",\"api\":[\"User:listUsers\"]}]}"));
        Pair after = Pair.of(login(key("meter")));
        // Then
        assertThat(get(before, under(operator, "")).statusCode()).isEqualTo(200);
        assertError(get(before, users("")), 403, "AUM9002");
        assertError(get(after, under(operator, "")), 403, "AUM9002");
        assertThat(get(after, users("")).statusCode()).isEqualTo(200);
    }

    @Test
    void conditionsSeeThePathAndTheUser() {
        // Given
        Pair sam = user(
                "meter",
                "{\"statements\":[{\"effect\":\"allow\",\"api\":\"User:get*\","
                        + "\"condition\":\"pathVariable('user_name') == samUserName and ipAddress('127.0.0.0/8')\"}]}");
        post(root, users("/other"), Map.of());
        // Then
        assertThat(get(sam, users("/meter")).statusCode()).isEqualTo(200);
        assertThat(get(sam, users("/meter/permission")).statusCode()).isEqualTo(200);
        assertError(get(sam, users("/other")), 403, "AUM9002");
    }

    @Test
    void defaultRolesAndOwnPermissionsAddUpAndDenialWins() {
        // Given
        post(root, users("/meter"), Map.of());
        Response set = put(root, users("/default_permissions"), Map.of("permissions", ALLOW_OPERATOR));
        assertThat(set.statusCode()).isEqualTo(202);
        assertThat(set.jsonPath().<String, Object>getMap("$")).isEqualTo(Map.of("defaultPermissions", ALLOW_OPERATOR));
        post(
                root,
                under(operator, "/roles/lister"),
                Map.of("permission", "{\"statements\":[{\"effect\":\"allow\",\"api\":\"User:*\"}]}"));
        assertThat(post(root, users("/meter/roles"), Map.of("roleId", "lister")).statusCode())
                .isEqualTo(200);
        put(
                root,
                users("/meter/permission"),
                Map.of("permission", "{\"statements\":[{\"effect\":\"deny\",\"api\":\"User:deleteUser\"}]}"));
        // When
        Pair sam = Pair.of(login(key("meter")));
        // Then
        assertThat(get(sam, under(operator, "")).statusCode()).isEqualTo(200);
        assertThat(get(sam, users("")).statusCode()).isEqualTo(200);
        assertError(delete(sam, users("/meter")), 403, "AUM9002");
        assertError(get(sam, under(operator, "/roles")), 403, "AUM9002");
        assertThat(get(root, users("/default_permissions")).jsonPath().<String, Object>getMap("$"))
                .isEqualTo(Map.of("defaultPermissions", ALLOW_OPERATOR));
        assertThat(delete(root, users("/default_permissions")).statusCode()).isEqualTo(204);
        assertError(get(root, users("/default_permissions")), 404, "SEM9002");
    }

    /** As at the vendor: who may give rights may have all of them. */
    @Test
    void userWhoMayGivePermissionsGivesItselfAll() {
        // Given
        Pair sam = user("boss", "{\"statements\":[{\"effect\":\"allow\",\"api\":\"User:updateUserPermission\"}]}");
        assertError(get(sam, users("")), 403, "AUM9002");
        // When
        Response given = put(sam, users("/boss/permission"), Map.of("permission", ALLOW_ALL));
        // Then
        assertThat(given.statusCode()).isEqualTo(200);
        assertThat(get(Pair.of(login(key("boss"))), users("")).statusCode()).isEqualTo(200);
    }

    @Test
    void permissionIsShownAsSent() {
        // Given
        post(root, users("/meter"), Map.of());
        String permission = "{ \"statements\" : [ {\"api\":\"*\", \"effect\":\"allow\"} ] }";
        // When
        Response response =
                put(root, users("/meter/permission"), Map.of("permission", permission, "description", "すべて"));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(get(root, users("/meter/permission")).jsonPath().<String, Object>getMap("$"))
                .isEqualTo(Map.of("permission", permission, "description", "すべて"));
        assertThat(delete(root, users("/meter/permission")).statusCode()).isEqualTo(204);
        assertThat(get(root, users("/meter/permission")).<String>path("permission"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"permission\":{\"statements\":[]}}",
                "{\"permission\":\"\"}",
                "{\"permission\":\"allow\"}",
                "{\"permission\":\"{\\\"statements\\\":[{\\\"effect\\\":\\\"allow\\\"}]}\"}"
            })
    void malformedPermissionIsRefusedAndTheOldOneStays(String body) {
        // Given
        user("meter", ALLOW_OPERATOR);
        // Then
        assertThat(put(root, users("/meter/permission"), body).statusCode()).isEqualTo(400);
        assertThat(get(root, users("/meter/permission")).<String>path("permission"))
                .isEqualTo(ALLOW_OPERATOR);
    }

    @Test
    void trustPolicyIsKeptAndShown() {
        // Given
        post(root, users("/meter"), Map.of());
        String policy = "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"soracom\":"
                + "[\"srn:soracom:OP0012345678::Operator:OP0012345678\"]}}]}";
        // Then
        assertThat(get(root, users("/meter/trust_policy")).<String>path("trustPolicy"))
                .isEmpty();
        assertThat(put(root, users("/meter/trust_policy"), Map.of("trustPolicy", policy))
                        .statusCode())
                .isEqualTo(204);
        assertThat(get(root, users("/meter/trust_policy")).<String>path("trustPolicy"))
                .isEqualTo(policy);
        assertError(put(root, users("/meter/trust_policy"), Map.of("trustPolicy", "{}")), 400, "AUM9009");
        assertThat(delete(root, users("/meter/trust_policy")).statusCode()).isEqualTo(204);
        assertThat(get(root, users("/meter/trust_policy")).<String>path("trustPolicy"))
                .isEmpty();
    }

    @Test
    void usersKeysAreItsOwn() {
        // Given
        user("meter", ALLOW_ALL);
        user("other", ALLOW_ALL);
        String key = get(root, users("/meter/auth_keys")).path("[0].authKeyId");
        // Then
        assertThat(get(root, users("/meter/auth_keys/" + key)).<String>path("authKeyId"))
                .isEqualTo(key);
        assertError(get(root, users("/other/auth_keys/" + key)), 404, "SEM9002");
        assertError(delete(root, users("/other/auth_keys/" + key)), 404, "SEM9002");
        assertError(delete(root, under(operator, "/auth_keys/" + key)), 404, "SEM9002");
        assertError(delete(root, users("/meter/auth_keys/" + operator.authKeyId())), 404, "SEM9002");
        assertThat(delete(root, users("/meter/auth_keys/" + key)).statusCode()).isEqualTo(204);
        assertThat(get(root, users("/meter/auth_keys")).jsonPath().getList("$")).isEmpty();
        assertThat(get(root, under(operator, "/auth_keys")).jsonPath().getList("$"))
                .hasSize(1);
    }

    @Test
    void deletedUserIsOutAtOnceAndItsNameIsFree() {
        // Given
        Pair sam = user("meter", ALLOW_ALL);
        Map<String, String> key = key("meter");
        post(root, under(operator, "/roles/reader"), Map.of("permission", ALLOW_ALL));
        post(root, users("/meter/roles"), Map.of("roleId", "reader"));
        // When
        Response response = delete(root, users("/meter"));
        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        assertError(get(sam, under(operator, "")), 401, "AUM0013");
        assertError(login(key), 401, "AUM9001");
        assertThat(post(root, users("/meter"), Map.of()).statusCode()).isEqualTo(201);
        assertThat(get(root, users("/meter")).jsonPath().getList("roleList")).isEmpty();
        assertError(login(key), 401, "AUM9001");
    }

    @Test
    void rolesAreMadeGivenTakenAndDeleted() {
        // Given
        post(root, users("/meter"), Map.of());
        String roles = under(operator, "/roles");
        // When
        Response made = post(root, roles + "/reader", Map.of("permission", ALLOW_ALL, "description", "reads"));
        // Then
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.jsonPath().<String, Object>getMap("$")).isEqualTo(Map.of("roleId", "reader"));
        assertError(post(root, roles + "/reader", Map.of("permission", ALLOW_ALL)), 400, "AUM9011");
        assertError(post(root, roles + "/broken", Map.of("permission", "{}")), 400, "AUM9009");
        assertThat(put(root, roles + "/reader", Map.of("permission", ALLOW_OPERATOR))
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(root, roles + "/reader").<String>path("permission")).isEqualTo(ALLOW_OPERATOR);
        Map<String, Object> role = get(root, roles + "/reader").jsonPath().getMap("$");
        assertThat(role)
                .containsOnlyKeys(
                        "roleId", "roleName", "owner", "description", "permission", "createDateTime", "updateDateTime")
                .containsEntry("roleName", "reader")
                .containsEntry("owner", "operator");
        for (String time : List.of("createDateTime", "updateDateTime")) {
            assertThat(((Number) role.get(time)).longValue())
                    .isCloseTo(clock.now().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
        }
        role.remove("permission");
        for (String owner : List.of("", "?owner=operator", "?owner=all")) {
            assertThat(get(root, roles + owner).jsonPath().<Map<String, Object>>getList("$"))
                    .containsExactly(role);
        }
        assertThat(get(root, roles + "?owner=soracom").jsonPath().getList("$")).isEmpty();
        assertError(get(root, roles + "?owner=me"), 400, "SEM9001");
        assertError(post(root, users("/meter/roles"), Map.of("roleId", "nothing")), 404, "SEM9002");
        assertThat(post(root, users("/meter/roles"), Map.of("roleId", "reader")).statusCode())
                .isEqualTo(200);
        assertThat(get(root, users("/meter/roles")).jsonPath().getList("roleId"))
                .containsExactly("reader");
        post(root, users("/other"), Map.of());
        assertThat(get(root, roles + "/reader/users").jsonPath().<Map<String, Object>>getList("$"))
                .containsExactly(get(root, users("/meter")).jsonPath().getMap("$"));
        assertError(delete(root, roles + "/reader"), 400, "AUM9012");
        assertThat(delete(root, users("/meter/roles/reader")).statusCode()).isEqualTo(200);
        assertThat(get(root, roles + "/reader/users").jsonPath().getList("$")).isEmpty();
        assertError(delete(root, users("/meter/roles/reader")), 404, "SEM9002");
        assertThat(delete(root, roles + "/reader").statusCode()).isEqualTo(204);
        assertError(get(root, roles + "/reader"), 404, "SEM9002");
    }

    @Test
    void coveragesAreThereAlready() {
        assertThat(post(root, under(operator, "/coverage_type/jp")).statusCode())
                .isEqualTo(201);
        assertThat(post(root, under(operator, "/coverage_type/g")).statusCode()).isEqualTo(201);
        assertError(post(root, under(operator, "/coverage_type/x")), 400, "SEM9001");
    }

    @Test
    void writeUnderAKeyHappensOnce() {
        // Given
        String path = under(operator, "/auth_keys");
        // When
        Response first = as(root).header("Idempotency-Key", "k-1").post(path);
        Response again = as(root(operator)).header("Idempotency-Key", "k-1").post(path);
        // Then
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(get(root, path).jsonPath().getList("$")).hasSize(2);
        assertError(
                as(root).header("Idempotency-Key", "k-1")
                        .header("X-Soracom-Lang", "en")
                        .post("/jp" + path),
                422,
                "SEM9009");
    }

    @Test
    void passwordUnderAKeyIsSetOnceAndLeavesNoPlainHash() {
        // Given
        post(root, users("/meter"), Map.of());
        String path = users("/meter/password");
        // When
        Response first = as(root).header("Idempotency-Key", "k-1")
                .contentType("application/json")
                .body(Map.of("password", PASSWORD))
                .post(path);
        Response again = as(root).header("Idempotency-Key", "k-1")
                .contentType("application/json")
                .body(Map.of("password", PASSWORD))
                .post(path);
        Response other = as(root).header("Idempotency-Key", "k-1")
                .contentType("application/json")
                .body(Map.of("password", PASSWORD + "x"))
                .post(path);
        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertError(other, 422, "SEM9009");
    }

    @Test
    void concurrentCreationsOfOneNameMakeOneUser() {
        // When
        List<Integer> statuses = java.util.stream.IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> post(root, users("/meter"), Map.of()).statusCode())
                .toList();
        // Then
        assertThat(statuses).containsOnly(201, 400).containsOnlyOnce(201);
        assertThat(get(root, users("")).jsonPath().getList("$")).hasSize(1);
    }
}
