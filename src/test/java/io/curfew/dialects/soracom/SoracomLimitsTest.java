package io.curfew.dialects.soracom;

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
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator's users, roles and documents come to, and what is refused beyond it. */
@CurfewTest
class SoracomLimitsTest {
    private static final String SMALL = "{\"statements\":[{\"effect\":\"allow\",\"api\":\"*\"}]}";

    @Inject
    Operators operators;

    @Inject
    Database database;

    private Operator operator;
    private Pair root;

    @BeforeEach
    void makeOperator() {
        operator = operators.operator();
        root = root(operator);
    }

    /** A document of so many characters. */
    private static String document(int length) {
        String empty = "{\"statements\":[{\"effect\":\"allow\",\"api\":\"\"}]}";
        return empty.replace("\"\"", "\"" + "*".repeat(length - empty.length()) + "\"");
    }

    private Response role(String id, String permission) {
        return post(root, under(operator, "/roles/" + id), Map.of("permission", permission));
    }

    private Response attach(String user, String role) {
        return post(root, under(operator, "/users/" + user + "/roles"), Map.of("roleId", role));
    }

    private void assertLimit(Response response, String message) {
        assertError(response, 400, "AUM9015", message);
    }

    private void storedRoles(int count, String permission) {
        database.execute(
                "insert into sam_role (tenant_id, id, description, permission, created_at, updated_at)"
                        + " select $1, 'stored-' || n, '', $2, now(), now() from generate_series(1, $3::int) n",
                operator.sid(),
                permission,
                count);
    }

    private void storedUsers(int count) {
        database.execute(
                "insert into sam_user (tenant_id, id, name, description, permission_description, created_at,"
                        + " updated_at, version) select $1, $1 || n, 'stored-' || n, '', '', now(), now(), 0"
                        + " from generate_series(1, $2::int) n",
                operator.sid(),
                count);
    }

    private void storedAttachments(String user, int count) {
        database.execute(
                "insert into sam_user_role (tenant_id, user_id, role_id, attached_at)"
                        + " select u.tenant_id, u.id, 'stored-' || n, now() from sam_user u,"
                        + " generate_series(1, $3::int) n where u.tenant_id = $1 and u.name = $2",
                operator.sid(),
                user,
                count);
    }

    @Test
    void operatorHasSoManyUsers() {
        // Given
        storedUsers(999);
        // Then
        assertThat(post(root, under(operator, "/users/last"), Map.of()).statusCode())
                .isEqualTo(201);
        assertLimit(post(root, under(operator, "/users/more"), Map.of()), "An operator has up to 1000 users.");
        assertThat(delete(root, under(operator, "/users/last")).statusCode()).isEqualTo(204);
        assertThat(post(root, under(operator, "/users/more"), Map.of()).statusCode())
                .isEqualTo(201);
    }

    @Test
    void operatorHasSoManyRoles() {
        // Given
        storedRoles(199, SMALL);
        // Then
        assertThat(role("last", SMALL).statusCode()).isEqualTo(200);
        assertLimit(role("more", SMALL), "An operator has up to 200 roles.");
        assertError(get(root, under(operator, "/roles/more")), 404, "SEM9002");
    }

    @Test
    void userHasSoManyRoles() {
        // Given
        storedRoles(22, SMALL);
        post(root, under(operator, "/users/meter"), Map.of());
        storedAttachments("meter", 19);
        // Then
        assertThat(attach("meter", "stored-20").statusCode()).isEqualTo(200);
        assertThat(attach("meter", "stored-20").statusCode()).isEqualTo(200);
        assertLimit(attach("meter", "stored-21"), "A user has up to 20 roles.");
        assertThat(get(root, under(operator, "/users/meter/roles")).jsonPath().getList("$"))
                .hasSize(20);
    }

    @Test
    void documentsOfAUserHaveABound() {
        // Given
        String message = "The permissions of one user have up to 65536 bytes, roles and defaults included.";
        post(root, under(operator, "/users/meter"), Map.of());
        for (String id : List.of("a", "b", "c")) {
            assertThat(role(id, document(17_000)).statusCode()).isEqualTo(200);
        }
        assertThat(attach("meter", "a").statusCode()).isEqualTo(200);
        assertThat(attach("meter", "b").statusCode()).isEqualTo(200);
        // When
        Map<String, String> own = Map.of("permission", document(20_000));
        assertThat(put(root, under(operator, "/users/meter/permission"), own).statusCode())
                .isEqualTo(200);
        // Then
        assertLimit(attach("meter", "c"), message);
        assertLimit(
                put(root, under(operator, "/users/default_permissions"), Map.of("permissions", document(12_000))),
                message);
        assertThat(put(root, under(operator, "/users/default_permissions"), Map.of("permissions", document(11_536)))
                        .statusCode())
                .isEqualTo(202);
        assertLimit(put(root, under(operator, "/roles/a"), Map.of("permission", document(17_001))), message);
        assertThat(put(root, under(operator, "/roles/a"), Map.of("permission", document(16_000)))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void documentsOfAnOperatorHaveABound() {
        // Given
        storedRoles(3, document(20_000));
        storedUsers(40);
        for (int i = 1; i <= 33; i++) {
            storedAttachments("stored-" + i, 3);
        }
        // Then
        assertThat(attach("stored-34", "stored-1").statusCode()).isEqualTo(200);
        assertThat(attach("stored-35", "stored-1").statusCode()).isEqualTo(200);
        assertLimit(
                attach("stored-36", "stored-1"),
                "The documents and descriptions of an operator's users and roles have up to 2097152 bytes, those of"
                        + " roles counted for each user who has them.");
        assertThat(get(root, under(operator, "/users")).asByteArray().length).isLessThan(2_200_000);
    }

    @Test
    void descriptionsHaveABound() {
        // Given
        String longest = "馬".repeat(1_000);
        // Then
        assertThat(post(root, under(operator, "/users/meter"), Map.of("description", longest))
                        .statusCode())
                .isEqualTo(201);
        for (Response response : List.of(
                post(root, under(operator, "/users/other"), Map.of("description", longest + "x")),
                put(root, under(operator, "/users/meter"), Map.of("description", longest + "x")),
                put(
                        root,
                        under(operator, "/users/meter/permission"),
                        Map.of("permission", SMALL, "description", longest + "x")),
                post(
                        root,
                        under(operator, "/roles/reader"),
                        Map.of("permission", SMALL, "description", longest + "x")))) {
            assertError(response, 400, "SEM9001", "A description has up to 1000 characters.");
        }
    }

    @Test
    void limitsHoldUnderConcurrency() throws Exception {
        // Given
        storedRoles(195, SMALL);
        ExecutorService threads = Executors.newFixedThreadPool(12);
        List<Callable<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String id = "racing-" + i;
            calls.add(() -> role(id, SMALL));
        }
        // When
        List<Integer> statuses = new ArrayList<>();
        try {
            for (Future<Response> answer : threads.invokeAll(calls)) {
                statuses.add(answer.get().statusCode());
            }
        } finally {
            threads.shutdownNow();
        }
        // Then
        assertThat(statuses).containsOnly(200, 400);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(5);
        assertThat(database.count("select count(*) from sam_role where tenant_id = $1", operator.sid()))
                .isEqualTo(200);
    }

    @Test
    void whatWasThereBeforeTheLimitsIsMadeLessAndHurtsNobody() {
        // Given a user of 150 roles, who has logged in
        String message = "The permissions of one user have up to 65536 bytes, roles and defaults included.";
        post(root, under(operator, "/users/meter"), Map.of());
        Response key = post(root, under(operator, "/users/meter/auth_keys"));
        Map<String, String> credentials = Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey"));
        Pair before = Pair.of(login(credentials));
        storedRoles(150, document(10_000));
        storedAttachments("meter", 150);
        // Then nobody gets its rights, and the root user is told why
        assertLimit(login(credentials), message);
        assertError(get(before, under(operator, "/users")), 403, "AUM9002");
        assertThat(get(root, under(operator, "/users/meter")).jsonPath().getList("roleList"))
                .hasSize(150);
        // And other users are not held up
        assertThat(post(root, under(operator, "/users/other"), Map.of("description", ""))
                        .statusCode())
                .isEqualTo(201);
        assertThat(attach("other", "stored-1").statusCode()).isEqualTo(400);
        // When
        database.execute(
                "delete from sam_user_role where tenant_id = $1 and role_id not in ('stored-1', 'stored-2')",
                operator.sid());
        assertThat(delete(root, under(operator, "/users/meter/roles/stored-1")).statusCode())
                .isEqualTo(200);
        // Then
        assertThat(attach("other", "stored-1").statusCode()).isEqualTo(200);
        Pair pair = Pair.of(login(credentials));
        assertThat(get(pair, under(operator, "/users")).statusCode()).isEqualTo(200);
    }

    @Test
    void authKeysOfTheRootUserAndOfAUserAreBounded() {
        // Given one short of as many as there may be, of each
        post(root, under(operator, "/users/meter"), Map.of());
        String user = (String) database.column("select id from sam_user where tenant_id = $1", operator.sid())
                .get(0);
        storedKeys(98, "");
        storedKeys(99, user);
        for (String path : List.of("/auth_keys", "/users/meter/auth_keys")) {
            // When
            Response last = post(root, under(operator, path));
            Response beyond = post(root, under(operator, path));
            // Then
            assertThat(last.<String>path("authKeyId")).as(last.asString()).startsWith("keyId-");
            assertError(beyond, 400, "AUM9015", "A user has up to 100 auth keys.");
            assertThat(get(root, under(operator, path)).jsonPath().getList("$")).hasSize(100);
        }
    }

    @Test
    void livingTokensOfAnApiKeyAreBounded() {
        // Given one short of as many as there may be, and one that has ended
        database.execute(
                "insert into operator_token (tenant_id, session_id, token_hash, created_at, expires_at)"
                        + " select tenant_id, session_id, convert_to('stored-' || n, 'UTF8'), created_at,"
                        + " case n when 1 then created_at else expires_at end"
                        + " from operator_token, generate_series(1, 999) n where tenant_id = $1",
                operator.sid());
        // When
        Response last = post(root, under(operator, "/token"), Map.of());
        Response beyond = post(root, under(operator, "/token"), Map.of());
        // Then
        assertThat(last.statusCode()).as(last.asString()).isEqualTo(200);
        assertLimit(beyond, "An API key has up to 1000 tokens at a time.");
        assertThat(database.count("select count(*) from operator_token where tenant_id = $1", operator.sid()))
                .isEqualTo(1000);
        for (Pair pair : List.of(root, new Pair(root.apiKey(), last.path("token")))) {
            assertThat(get(pair, under(operator, "")).statusCode()).isEqualTo(200);
        }
        // When it ends
        assertThat(post(root, "/v1/auth/logout").statusCode()).isEqualTo(204);
        // Then
        assertThat(database.count("select count(*) from operator_token where tenant_id = $1", operator.sid()))
                .isZero();
    }

    /** Keys of a SAM user, or of the root user where the id is empty. */
    private void storedKeys(int count, String userId) {
        database.execute(
                "insert into credential (tenant_id, id, kind, account_id, user_id, secret_hash, platform, created_at,"
                        + " updated_at, version)"
                        + " select $1, 'keyId-' || $1 || $2::text || n, 'AUTH_KEY', $1, nullif($2::text, ''), '', false, now(), now(), 0"
                        + " from generate_series(1, $3::int) n",
                operator.sid(),
                userId,
                count);
    }
}
