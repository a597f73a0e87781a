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
import static io.curfew.api.NativeUsersTest.TOKENS;
import static io.curfew.api.NativeUsersTest.USERS;
import static io.curfew.api.NativeUsersTest.id;
import static io.curfew.api.NativeUsersTest.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.testing.CurfewTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tokens by which Microsoft Advertising's door knows people. */
@CurfewTest
class NativeUserTokensTest {
    @Test
    void tokenThatATreeIssuedActsInThatTreeOnly() {
        // Given a user of one tree with a token of that tree's
        Holder one = main();
        Holder other = main();
        String id = user(one, 41);
        String own = post(one.token(), TOKENS, Map.of("kind", "access", "userId", id))
                .path("token");
        String developer =
                post(one.token(), TOKENS, Map.of("kind", "developer")).path("token");
        // When the platform operator lets them work in another tree too
        put(
                PLATFORM,
                USERS + "/" + id + "/roles",
                Map.of(
                        "roles",
                        List.of(
                                Map.of("roleId", 41, "customerId", one.id()),
                                Map.of("roleId", 41, "customerId", other.id()))));
        String platforms =
                post(PLATFORM, TOKENS, Map.of("kind", "access", "userId", id)).path("token");
        // Then
        assertThat(customer(platforms, developer, one)).isEqualTo(200);
        assertThat(customer(platforms, developer, other)).isEqualTo(200);
        assertThat(customer(own, developer, one)).isEqualTo(200);
        assertThat(customer(own, developer, other)).isEqualTo(403);
        assertThat(ads(own, developer, "/User/Query", "{}").jsonPath().getList("CustomerRoles.CustomerId"))
                .containsExactly(id(one, "customerId"));
        assertThat(ads(platforms, developer, "/User/Query", "{}").jsonPath().getList("CustomerRoles.CustomerId"))
                .containsExactlyInAnyOrder(id(one, "customerId"), id(other, "customerId"));
    }

    @Test
    void platformsOwnPeopleAreSeenByEachOtherOnly() {
        // Given
        Holder first = NativeHttp.first();
        String manager = NativeHttp.person(List.of(Map.of("roleId", 100, "customerId", first.id())), true);
        String managers = post(PLATFORM, TOKENS, Map.of("kind", "access", "userId", manager))
                .path("token");
        String owners = post(first.token(), TOKENS, Map.of("kind", "access")).path("token");
        String developer =
                post(first.token(), TOKENS, Map.of("kind", "developer")).path("token");
        String query = "{\"UserId\":\"" + manager + "\"}";
        // Then
        assertThat(ads(managers, developer, "/User/Query", query).statusCode()).isEqualTo(200);
        assertThat(ads(owners, developer, "/User/Query", query).statusCode()).isEqualTo(403);
        assertThat(get(first.token(), USERS + "?limit=200").<List<String>>path("items.id"))
                .doesNotContain(manager);
        assertThat(get(PLATFORM, USERS + "?limit=200").<List<String>>path("items.id"))
                .contains(manager);
    }

    private static int customer(String access, String developer, Holder holder) {
        return ads(access, developer, "/Customer/Query", "{\"CustomerId\":\"" + id(holder, "customerId") + "\"}")
                .statusCode();
    }

    private static Response ads(String access, String developer, String path, String body) {
        return as(access)
                .header("DeveloperToken", developer)
                .contentType("application/json")
                .body(body)
                .post("/CustomerManagement/v13" + path);
    }

    @Test
    void developerTokenIsIssuedAndRevoked() {
        // Given
        Holder main = main();
        Response issued = post(main.token(), TOKENS, Map.of("kind", "developer", "expiresIn", 60));
        // Then
        assertThat(issued.statusCode()).as(issued.asString()).isEqualTo(201);
        assertThat(issued.<String>path("kind")).isEqualTo("developer");
        assertThat(issued.<String>path("expiresAt")).isNotNull();
        assertThat(as(main.token()).delete(TOKENS + "/" + issued.path("id")).statusCode())
                .isEqualTo(204);
        assertNotFound(as(main.token()).delete(TOKENS + "/" + issued.path("id")));
        assertProblem(post(sub(main).token(), TOKENS, Map.of("kind", "developer")), 403, "Forbidden", "forbidden");
    }

    @Test
    void userIdGoesWithAccessTokensOnly() {
        Holder main = main();
        Response refused = post(main.token(), TOKENS, Map.of("kind", "developer", "userId", user(main, 41)));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getList("errors.field")).containsExactly("userId");
    }
}
