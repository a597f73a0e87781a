package io.curfew.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.Ids;
import io.curfew.testing.PostgresResource;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls of the native API as its clients make them. */
final class NativeHttp {
    static final String ACCOUNTS = "/api/v1/accounts";
    static final String PLATFORM = PostgresResource.BOOTSTRAP_API_TOKEN;

    private NativeHttp() {}

    /**
     * An account and a token that acts for it.
     *
     * @param id the account
     * @param token its bearer token
     */
    record Holder(String id, String token) {
        String path() {
            return ACCOUNTS + "/" + id;
        }
    }

    static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).redirects().follow(false);
    }

    static Response get(String token, String path) {
        return as(token).get(path);
    }

    static Response post(String token, String path, Map<String, ?> body) {
        return as(token).contentType("application/json").body(body).post(path);
    }

    static Response patch(String token, String path, Map<String, ?> body) {
        return as(token).contentType("application/json").body(body).patch(path);
    }

    static Response put(String token, String path, Map<String, ?> body) {
        return as(token).contentType("application/json").body(body).put(path);
    }

    /** A new tree, and its owner's token. */
    static Holder main() {
        Response made = post(PLATFORM, ACCOUNTS, Map.of("name", "Main account"));
        assertThat(made.statusCode()).isEqualTo(201);
        return new Holder(made.path("id"), made.path("credentials.apiToken"));
    }

    /** The platform operator's own tree, and a token of it that is not the platform operator's. */
    static Holder first() {
        String id = PostgresResource.BOOTSTRAP_SID;
        return new Holder(id, token(PLATFORM, id));
    }

    /** A new user, made by the platform operator. */
    static String person(List<Map<String, Object>> roles, boolean accountManager) {
        Response made = post(
                PLATFORM,
                "/api/v1/users",
                Map.of("email", Ids.digits(15) + "@example.com", "accountManager", accountManager, "roles", roles));
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        return made.path("id");
    }

    /** A new subaccount, and a token of its own. */
    static Holder sub(Holder main) {
        return sub(main, "Subaccount");
    }

    static Holder sub(Holder main, String name) {
        Response made = post(main.token(), ACCOUNTS, Map.of("name", name, "parent", main.id()));
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        String id = made.path("id");
        return new Holder(id, token(main.token(), id));
    }

    /** A new bearer token of {@code account}. */
    static String token(String by, String account) {
        Response issued = post(by, ACCOUNTS + "/" + account + "/tokens", Map.of());
        assertThat(issued.statusCode()).as(issued.asString()).isEqualTo(201);
        return issued.path("token");
    }

    /**
     * A user and a token.
     *
     * @param token an access token
     */
    record Person(String id, String token) {}

    /** A new user with a role at {@code main}'s customer, and an access token. */
    static Person user(Holder main, int roleId) {
        Response made = post(
                main.token(),
                "/api/v1/users",
                Map.of(
                        "email",
                        Ids.digits(15) + "@example.com",
                        "roles",
                        List.of(Map.of("roleId", roleId, "customerId", main.id()))));
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        String id = made.path("id");
        Response issued = post(main.token(), "/api/v1/tokens", Map.of("kind", "access", "userId", id));
        assertThat(issued.statusCode()).as(issued.asString()).isEqualTo(201);
        return new Person(id, issued.path("token"));
    }

    static Map<String, Object> body(Response response) {
        return response.jsonPath().getMap("$");
    }

    /** The whole problem, but for the sentence and further facts. */
    static void assertProblem(Response response, int status, String title, String code, Map<String, Object> facts) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("type", "urn:curfew:problem:" + code);
        expected.put("title", title);
        expected.put("status", status);
        expected.put("code", code);
        expected.put("detail", response.path("detail"));
        expected.putAll(facts);
        assertThat(body(response)).isEqualTo(expected);
        assertThat(response.<String>path("detail"))
                .isNotBlank()
                .doesNotContain("io.curfew")
                .doesNotContain("Exception");
    }

    static void assertProblem(Response response, int status, String title, String code) {
        assertProblem(response, status, title, code, Map.of());
    }

    static void assertNotFound(Response response) {
        assertProblem(response, 404, "Not Found", "not-found");
    }

    static void assertUnauthenticated(Response response) {
        assertProblem(response, 401, "Unauthorized", "unauthenticated");
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"Curfew\"");
    }
}
