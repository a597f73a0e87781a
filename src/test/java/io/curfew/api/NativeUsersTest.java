package io.curfew.api;

import static io.curfew.api.NativeHttp.PLATFORM;
import static io.curfew.api.NativeHttp.as;
import static io.curfew.api.NativeHttp.assertNotFound;
import static io.curfew.api.NativeHttp.assertProblem;
import static io.curfew.api.NativeHttp.body;
import static io.curfew.api.NativeHttp.get;
import static io.curfew.api.NativeHttp.main;
import static io.curfew.api.NativeHttp.post;
import static io.curfew.api.NativeHttp.put;
import static io.curfew.api.NativeHttp.sub;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.kernel.Ids;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People and their roles. */
@CurfewTest
class NativeUsersTest {
    static final String USERS = "/api/v1/users";

    static final String TOKENS = "/api/v1/tokens";

    @Inject
    Database database;

    @Test
    void userIsMadeShownAndKept() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        String customer = id(main, "customerId");
        String advertiser = id(sub, "advertiserAccountId");
        String email = email();
        // When
        Response made = post(
                main.token(),
                USERS,
                Map.of(
                        "email",
                        email.toUpperCase(java.util.Locale.ROOT),
                        "firstName",
                        "Ada",
                        "roles",
                        List.of(
                                Map.of("roleId", 41, "customerId", Long.valueOf(customer)),
                                Map.of(
                                        "roleId",
                                        16,
                                        "customerId",
                                        main.id(),
                                        "accountIds",
                                        List.of(Long.valueOf(advertiser)),
                                        "linkPermission",
                                        "Standard"))));
        // Then
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        String id = made.path("id");
        assertThat(id).matches("[1-9][0-9]{14}");
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("id", id);
        expected.put("customerId", customer);
        expected.put("email", email);
        expected.put("firstName", "Ada");
        expected.put("lastName", null);
        expected.put("accountManager", false);
        Map<String, Object> admin = new LinkedHashMap<>(
                Map.of("roleId", 41, "customerId", customer, "restricted", false, "accountIds", List.of()));
        admin.put("linkPermission", null);
        expected.put(
                "roles",
                List.of(
                        admin,
                        Map.of(
                                "roleId",
                                16,
                                "customerId",
                                customer,
                                "restricted",
                                true,
                                "accountIds",
                                List.of(advertiser),
                                "linkPermission",
                                "Standard")));
        expected.put("accepted", false);
        expected.put("createdAt", made.path("createdAt"));
        expected.put("updatedAt", made.path("createdAt"));
        expected.put("version", 0);
        expected.put("invitation", made.path("invitation"));
        assertThat(body(made)).isEqualTo(expected);
        assertThat(made.header("Location")).endsWith(USERS + "/" + id);
        assertThat(made.<String>path("invitation.token")).matches("curfew_inv_[0-9A-Za-z]{43}");
        Response shown = get(main.token(), USERS + "/" + id);
        assertThat(body(shown)).doesNotContainKey("invitation");
        assertThat(shown.header("ETag")).isEqualTo("\"0\"");
        assertThat(shown.jsonPath().getList("roles"))
                .containsExactlyInAnyOrderElementsOf((List<?>) expected.get("roles"));
        assertThat(database.rows(
                        "select email, first_name, role, account_manager, person_id from login_user where tenant_id = $1"
                                + " and id = $2",
                        main.id(),
                        id))
                .containsExactly(java.util.Arrays.asList(email, "Ada", "ADMIN", false, null));
        assertThat(database.column(
                        "select type from outbox_event where tenant_id = $1 and subject = $2", main.id(), id))
                .containsExactly("user.created");
    }

    @Test
    void everyTreeHasAnOwnerFromBirthWhoseTokenMakesAccessTokens() {
        // Given
        Holder main = main();
        // When
        Response users = get(main.token(), USERS);
        Response issued = post(main.token(), TOKENS, Map.of("kind", "access"));
        // Then
        assertThat(users.jsonPath().getList("items.roles.roleId")).isEqualTo(List.of(List.of(41)));
        assertThat(issued.statusCode()).as(issued.asString()).isEqualTo(201);
        assertThat(issued.<String>path("userId")).isEqualTo(users.path("items[0].id"));
        assertThat(issued.<String>path("kind")).isEqualTo("access");
        assertThat(issued.<String>path("token")).hasSize(43);
        assertThat(issued.<String>path("secret")).isNull();
    }

    @Test
    void pagesNewestFirst() {
        // Given
        Holder main = main();
        List<String> made = List.of(user(main, 203), user(main, 100), user(main, 41));
        // When
        Response first = get(main.token(), USERS + "?limit=2");
        Response second = get(main.token(), USERS + "?limit=2&cursor=" + first.path("next"));
        // Then
        assertThat(first.jsonPath().getList("items.id")).containsExactly(made.get(2), made.get(1));
        assertThat(second.jsonPath().getList("items.id"))
                .startsWith(made.get(0))
                .hasSize(2);
        assertThat(second.<String>path("next")).isNull();
    }

    @Test
    void rolesAreChangedAndTheOwnersAreNot() {
        // Given
        Holder main = main();
        String id = user(main, 41);
        String owner = get(main.token(), USERS + "?limit=2").path("items[1].id");
        Map<String, Object> wanted = Map.of("roles", List.of(Map.of("roleId", 100, "customerId", main.id())));
        // When
        Response changed = put(main.token(), USERS + "/" + id + "/roles", wanted);
        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(changed.jsonPath().getList("roles.roleId")).containsExactly(100);
        assertThat(changed.<Integer>path("version")).isEqualTo(1);
        assertThat(database.column("select role from user_role where tenant_id = $1 and user_id = $2", main.id(), id))
                .containsExactly("VIEWER");
        assertThat(database.column("select role from login_user where tenant_id = $1 and id = $2", main.id(), id))
                .containsExactly("VIEWER");
        assertProblem(put(main.token(), USERS + "/" + owner + "/roles", wanted), 403, "Forbidden", "forbidden");
        assertProblem(as(main.token()).delete(USERS + "/" + owner), 403, "Forbidden", "forbidden");
    }

    @Test
    void limitedRoleStaysLimitedWhenItIsWrittenBack() {
        // Given
        Holder main = main();
        String roles = USERS + "/" + user(main, 41) + "/roles";
        // When
        Response limited = put(
                main.token(),
                roles,
                Map.of("roles", List.of(Map.of("roleId", 41, "customerId", main.id(), "restricted", true))));
        Response again =
                put(main.token(), roles, Map.of("roles", limited.jsonPath().getList("roles")));
        // Then
        for (Response answer : List.of(limited, again)) {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
            assertThat(answer.jsonPath().getList("roles.restricted")).containsExactly(true);
            assertThat(answer.jsonPath().getList("roles.accountIds")).isEqualTo(List.of(List.of()));
        }
        assertThat(database.column(
                        "select cardinality(account_ids) from user_role where tenant_id = $1 and user_id = $2",
                        main.id(),
                        again.<String>path("id")))
                .containsExactly(0);
    }

    @Test
    void deletedUserIsGoneWithTokensAndAddress() {
        // Given
        Holder main = main();
        String id = user(main, 41);
        String email = get(main.token(), USERS + "/" + id).path("email");
        String token = post(main.token(), TOKENS, Map.of("kind", "access", "userId", id))
                .path("id");
        // When
        Response deleted = as(main.token()).delete(USERS + "/" + id);
        // Then
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertNotFound(get(main.token(), USERS + "/" + id));
        assertThat(database.count(
                        "select (select count(*) from credential where tenant_id = $1 and id = $2)"
                                + " + (select count(*) from user_role where tenant_id = $1 and user_id = $3)"
                                + " + (select count(*) from directory where target_id in ($2, $3))",
                        main.id(),
                        token,
                        id))
                .isZero();
        assertThat(post(main.token(), USERS, newUser(main, email, 203)).statusCode())
                .isEqualTo(201);
    }

    @Test
    void platformMakesPeopleForAnyTreeAndForSeveral() {
        // Given
        Holder one = main();
        Holder other = main();
        // When
        Response made = post(
                PLATFORM,
                USERS,
                Map.of(
                        "email",
                        email(),
                        "roles",
                        List.of(
                                Map.of("roleId", 33, "customerId", id(one, "customerId")),
                                Map.of("roleId", 100, "customerId", id(other, "customerId")))));
        // Then
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(made.<String>path("customerId")).isEqualTo(id(one, "customerId"));
        String id = made.path("id");
        assertThat(get(PLATFORM, USERS + "/" + id).statusCode()).isEqualTo(200);
        assertThat(get(PLATFORM, USERS + "?customerId=" + one.id()).<List<String>>path("items.id"))
                .contains(id);
        Response issued = post(PLATFORM, TOKENS, Map.of("kind", "access", "userId", id));
        assertThat(issued.<String>path("accountId")).isEqualTo(one.id());
        // Then neither tree tells of somebody who works in the other one too, nor of the tokens
        for (Holder tree : List.of(one, other)) {
            assertNotFound(get(tree.token(), USERS + "/" + id));
            assertThat(get(tree.token(), USERS).<List<String>>path("items.id")).doesNotContain(id);
            assertThat(get(tree.token(), tree.path() + "/tokens").<List<String>>path("items.id"))
                    .doesNotContain(issued.<String>path("id"));
        }
        assertThat(get(PLATFORM, one.path() + "/tokens").<List<String>>path("items.id"))
                .contains(issued.<String>path("id"));
    }

    @Test
    void whoeverWorksElsewhereNoMoreIsTheTreesAgain() {
        // Given
        Holder one = main();
        Holder other = main();
        String id = NativeHttp.person(
                List.of(Map.of("roleId", 203, "customerId", one.id()), Map.of("roleId", 100, "customerId", other.id())),
                false);
        assertNotFound(as(one.token()).delete(USERS + "/" + id));
        // When
        put(
                PLATFORM,
                USERS + "/" + id + "/roles",
                Map.of("roles", List.of(Map.of("roleId", 203, "customerId", one.id()))));
        // Then
        assertThat(get(one.token(), USERS + "/" + id).statusCode()).isEqualTo(200);
        assertThat(as(one.token()).delete(USERS + "/" + id).statusCode()).isEqualTo(204);
    }

    @Test
    void nobodyGivesRolesOutOfReach() {
        // Given
        Holder main = main();
        Holder stranger = main();
        Holder strangersSub = sub(stranger);
        // Then
        assertNotFound(post(main.token(), USERS, newUser(stranger, email(), 41)));
        assertNotFound(post(
                main.token(),
                USERS,
                Map.of(
                        "email",
                        email(),
                        "roles",
                        List.of(Map.of(
                                "roleId",
                                41,
                                "customerId",
                                main.id(),
                                "accountIds",
                                List.of(id(strangersSub, "advertiserAccountId")))))));
        assertProblem(
                post(
                        main.token(),
                        USERS,
                        Map.of(
                                "email",
                                email(),
                                "accountManager",
                                true,
                                "roles",
                                List.of(Map.of("roleId", 41, "customerId", main.id())))),
                403,
                "Forbidden",
                "forbidden");
        assertNotFound(post(main.token(), TOKENS, Map.of("kind", "access", "userId", user(stranger, 41))));
        assertThat(database.count("select count(*) from login_user where tenant_id = $1", main.id()))
                .isEqualTo(1);
    }

    @Test
    void addressOfAnotherUserOfTheTreeIsRefused() {
        // Given
        Holder main = main();
        String email = email();
        post(main.token(), USERS, newUser(main, email, 41));
        // When
        Response second = post(main().token(), USERS, newUser(main, email, 41));
        Response same = post(main.token(), USERS, newUser(main, email, 41));
        // Then
        assertNotFound(second);
        assertProblem(same, 409, "Conflict", "email-taken");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | email",
                "{\"email\":\"no address\",\"roles\":[{\"roleId\":41,\"customerId\":\"C\"}]} | email",
                "{\"email\":\"a@b.example\",\"roles\":[]} | roles",
                "{\"email\":\"a@b.example\",\"roles\":[{\"roleId\":7,\"customerId\":\"C\"}]} | roleId",
                "{\"email\":\"a@b.example\",\"roles\":[{\"roleId\":41}]} | customerId",
                "{\"email\":\"a@b.example\",\"roles\":[{\"roleId\":41,\"customerId\":\"C\",\"accountIds\":[true]}]} | accountIds",
                "{\"email\":\"a@b.example\",\"accountManager\":\"yes\",\"roles\":[{\"roleId\":41,\"customerId\":\"C\"}]} | accountManager"
            })
    void badInputIsToldByField(String body, String field) {
        Response refused =
                as(main().token()).contentType("application/json").body(body).post(USERS);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getList("errors.field")).contains(field);
    }

    static String id(Holder holder, String kind) {
        return get(holder.token(), holder.path()).path("ids." + kind);
    }

    private static String email() {
        return Ids.digits(15) + "@example.com";
    }

    static String user(Holder main, int roleId) {
        return NativeHttp.user(main, roleId).id();
    }

    private static Map<String, Object> newUser(Holder main, String email, int roleId) {
        return Map.of("email", email, "roles", List.of(Map.of("roleId", roleId, "customerId", main.id())));
    }
}
