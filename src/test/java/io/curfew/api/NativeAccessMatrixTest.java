package io.curfew.api;

import static io.curfew.api.NativeHttp.PLATFORM;
import static io.curfew.api.NativeHttp.main;
import static io.curfew.api.NativeHttp.post;
import static io.curfew.api.NativeHttp.sub;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.curfew.api.NativeHttp.Holder;
import io.curfew.kernel.Ids;
import io.curfew.testing.CheapHash;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every route against every kind of caller. A route without a row fails {@link #everyRouteHasARow}. */
@CurfewTest
class NativeAccessMatrixTest {
    private static final String API = "/api/v1";

    /** Statuses in this order; the targets are a subaccount, and its main account where that is another. */
    private static final List<String> CALLERS = List.of(
            "platform", "owner", "the sub itself", "sibling", "stranger", "suspended", "closed", "other door", "none");

    /**
     * A route, called for one target.
     *
     * @param target {@code sub}, {@code main}, or empty where the path names none; {@code beyond} for somebody of the main
     *     account with a role in another tree too, {@code manager} for one of the platform's own people, in whose tree the
     *     callers are then
     * @param expected a status for each of {@link #CALLERS}
     */
    private record Row(
            String method,
            String route,
            String target,
            @Nullable String body,
            List<Integer> expected) {}

    private static final String ROLES = "{\"roles\":[{\"roleId\":203,\"customerId\":\"TARGET\"}]}";
    private static final String PASSWORD = "{\"password\":\"correct horse\",\"currentPassword\":\"OLD password\"}";
    private static final String ACCESS = "{\"kind\":\"access\",\"userId\":\"USER\"}";
    private static final String NEW_USER = "{\"email\":\"UNIQUE@example.com\"," + ROLES.substring(1);

    private static final List<Row> ROWS = List.of(
            row("GET", "/accounts", "", null, 200, 200, 200, 200, 200, 401, 401, 401, 401),
            row("POST", "/accounts", "", "{\"name\":\"x\"}", 201, 403, 403, 403, 403, 401, 401, 401, 401),
            row(
                    "POST",
                    "/accounts",
                    "main",
                    "{\"name\":\"x\",\"parent\":\"TARGET\"}",
                    201,
                    201,
                    404,
                    404,
                    404,
                    401,
                    401,
                    401,
                    401),
            row("GET", "/accounts/{id}", "sub", null, 200, 200, 200, 404, 404, 401, 401, 401, 401),
            row("GET", "/accounts/{id}", "main", null, 200, 200, 404, 404, 404, 401, 401, 401, 401),
            row("PATCH", "/accounts/{id}", "sub", "{\"name\":\"y\"}", 200, 200, 200, 404, 404, 401, 401, 401, 401),
            row("PATCH", "/accounts/{id}", "main", "{\"name\":\"y\"}", 200, 200, 404, 404, 404, 401, 401, 401, 401),
            row("POST", "/accounts/{id}/suspend", "sub", "{}", 200, 200, 403, 404, 404, 401, 401, 401, 401),
            row("POST", "/accounts/{id}/suspend", "main", "{}", 200, 409, 404, 404, 404, 401, 401, 401, 401),
            row("POST", "/accounts/{id}/resume", "sub", "{}", 200, 200, 403, 404, 404, 401, 401, 401, 401),
            row("POST", "/accounts/{id}/resume", "main", "{}", 200, 409, 404, 404, 404, 401, 401, 401, 401),
            row("POST", "/accounts/{id}/close", "sub", "{}", 200, 200, 403, 404, 404, 401, 401, 401, 401),
            row("POST", "/accounts/{id}/close", "main", "{}", 200, 409, 404, 404, 404, 401, 401, 401, 401),
            row("GET", "/accounts/{id}/policy", "sub", null, 404, 404, 404, 404, 404, 401, 401, 401, 401),
            row("GET", "/accounts/{id}/policy", "main", null, 200, 200, 404, 404, 404, 401, 401, 401, 401),
            row(
                    "PUT",
                    "/accounts/{id}/policy",
                    "sub",
                    "{\"autoDeletion\":false}",
                    404,
                    404,
                    404,
                    404,
                    404,
                    401,
                    401,
                    401,
                    401),
            row(
                    "PUT",
                    "/accounts/{id}/policy",
                    "main",
                    "{\"autoDeletion\":false}",
                    200,
                    200,
                    404,
                    404,
                    404,
                    401,
                    401,
                    401,
                    401),
            row("GET", "/accounts/{id}/tokens", "sub", null, 200, 200, 200, 404, 404, 401, 401, 401, 401),
            row("GET", "/accounts/{id}/tokens", "main", null, 200, 200, 404, 404, 404, 401, 401, 401, 401),
            row("POST", "/accounts/{id}/tokens", "sub", "{}", 201, 201, 201, 404, 404, 401, 401, 401, 401),
            row("POST", "/accounts/{id}/tokens", "main", "{}", 201, 201, 404, 404, 404, 401, 401, 401, 401),
            row("DELETE", "/accounts/{id}/tokens/{tokenId}", "sub", null, 204, 204, 204, 404, 404, 401, 401, 401, 401),
            row("DELETE", "/accounts/{id}/tokens/{tokenId}", "main", null, 204, 204, 404, 404, 404, 401, 401, 401, 401),
            row("POST", "/tokens", "", "{}", 201, 201, 201, 201, 201, 401, 401, 401, 401),
            row("DELETE", "/tokens/{tokenId}", "sub", null, 204, 204, 204, 404, 404, 401, 401, 401, 401),
            row("DELETE", "/tokens/{tokenId}", "main", null, 204, 204, 404, 404, 404, 401, 401, 401, 401),
            row("GET", "/users", "", null, 200, 200, 403, 403, 200, 401, 401, 401, 401),
            row("POST", "/users", "main", NEW_USER, 201, 201, 403, 403, 404, 401, 401, 401, 401),
            row("GET", "/users/{userId}", "main", null, 200, 200, 403, 403, 404, 401, 401, 401, 401),
            row("PUT", "/users/{userId}/roles", "main", ROLES, 200, 200, 403, 403, 404, 401, 401, 401, 401),
            row("DELETE", "/users/{userId}", "main", null, 204, 204, 403, 403, 404, 401, 401, 401, 401),
            row("GET", "/users?customerId={id}", "main", null, 200, 200, 403, 403, 404, 401, 401, 401, 401),
            row("GET", "/users?customerId={id}", "sub", null, 404, 404, 403, 403, 404, 401, 401, 401, 401),
            row("PUT", "/users/{userId}/password", "main", PASSWORD, 200, 200, 403, 403, 404, 401, 401, 401, 401),
            row("POST", "/tokens", "main", ACCESS, 201, 201, 403, 403, 404, 401, 401, 401, 401),
            row("POST", "/tokens", "", "{\"platform\":true}", 201, 403, 403, 403, 403, 401, 401, 401, 401),
            // What reaches beyond one tree is the platform operator's.
            row("GET", "/users/{userId}", "beyond", null, 200, 404, 403, 403, 404, 401, 401, 401, 401),
            row("PUT", "/users/{userId}/roles", "beyond", ROLES, 200, 404, 403, 403, 404, 401, 401, 401, 401),
            row("PUT", "/users/{userId}/password", "beyond", PASSWORD, 200, 404, 403, 403, 404, 401, 401, 401, 401),
            row("DELETE", "/users/{userId}", "beyond", null, 204, 404, 403, 403, 404, 401, 401, 401, 401),
            row("POST", "/tokens", "beyond", ACCESS, 201, 404, 403, 403, 404, 401, 401, 401, 401),
            row("DELETE", "/tokens/{tokenId}", "beyond", null, 204, 404, 404, 404, 404, 401, 401, 401, 401),
            row(
                    "DELETE",
                    "/accounts/{id}/tokens/{tokenId}",
                    "beyond",
                    null,
                    204,
                    404,
                    404,
                    404,
                    404,
                    401,
                    401,
                    401,
                    401),
            row("GET", "/users/{userId}", "manager", null, 200, 404, 403, 403, 404, 401, 401, 401, 401),
            row("PUT", "/users/{userId}/roles", "manager", ROLES, 200, 404, 403, 403, 404, 401, 401, 401, 401),
            row("PUT", "/users/{userId}/password", "manager", PASSWORD, 200, 404, 403, 403, 404, 401, 401, 401, 401),
            row("DELETE", "/users/{userId}", "manager", null, 204, 404, 403, 403, 404, 401, 401, 401, 401),
            row("POST", "/tokens", "manager", ACCESS, 201, 404, 403, 403, 404, 401, 401, 401, 401),
            row("DELETE", "/tokens/{tokenId}", "manager", null, 204, 404, 404, 404, 404, 401, 401, 401, 401),
            row(
                    "DELETE",
                    "/accounts/{id}/tokens/{tokenId}",
                    "manager",
                    null,
                    204,
                    404,
                    404,
                    404,
                    404,
                    401,
                    401,
                    401,
                    401),
            row("GET", "/work", "", null, 200, 200, 200, 200, 200, 401, 401, 401, 401),
            row("POST", "/work/{workId}/retry", "sub", "{}", 200, 200, 200, 404, 404, 401, 401, 401, 401),
            row("POST", "/work/{workId}/retry", "main", "{}", 200, 200, 404, 404, 404, 401, 401, 401, 401),
            row("DELETE", "/work/{workId}", "sub", null, 204, 403, 403, 403, 403, 401, 401, 401, 401));

    private static Row row(String method, String route, String target, @Nullable String body, Integer... expected) {
        return new Row(method, route, target, body, List.of(expected));
    }

    /** A main account with two subaccounts; the platform operator's own where that is asked for. */
    private record Tree(Holder main, Holder sub, Holder sibling) {
        static Tree of(boolean platforms) {
            Holder main = platforms ? NativeHttp.first() : NativeHttp.main();
            return new Tree(main, NativeHttp.sub(main), NativeHttp.sub(main));
        }
    }

    private final Map<Boolean, Tree> refused = new HashMap<>();

    @Inject
    Database database;

    @Test
    void everyRouteHasARow() {
        // When
        Set<String> served = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("io.curfew.api").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .forEach(type -> type.getMethods()
                                .forEach(method -> verb(method)
                                        .ifPresent(verb -> served.add(verb + " "
                                                + type.getAnnotationOfType(Path.class)
                                                        .value()
                                                + (method.isAnnotatedWith(Path.class)
                                                        ? method.getAnnotationOfType(Path.class)
                                                                .value()
                                                        : "")))));
        // Then
        Set<String> rows = new TreeSet<>(NativeSimsTest.ROUTES);
        ROWS.forEach(row -> rows.add(row.method + " " + API + row.route.replaceFirst("\\?.*", "")));
        assertThat(served).isNotEmpty().isEqualTo(rows);
    }

    private static java.util.Optional<String> verb(JavaMethod method) {
        return Arrays.stream(method.reflect().getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst();
    }

    @TestFactory
    List<DynamicTest> everyRouteForEveryCaller() {
        Holder suspended = main();
        post(PLATFORM, suspended.path() + "/suspend", Map.of());
        Holder closed = main();
        post(PLATFORM, closed.path() + "/close", Map.of());
        Holder stranger = main();
        List<DynamicTest> tests = new ArrayList<>();
        for (Row row : ROWS) {
            for (int i = 0; i < CALLERS.size(); i++) {
                String caller = CALLERS.get(i);
                int expected = row.expected.get(i);
                tests.add(DynamicTest.dynamicTest(
                        row.method + " " + row.route + " of " + row.target + " by " + caller,
                        () -> check(row, caller, expected, suspended, closed, stranger)));
            }
        }
        return tests;
    }

    private void check(Row row, String caller, int expected, Holder suspended, Holder closed, Holder stranger) {
        // Given
        boolean managers = row.target.equals("manager");
        // A refused call changes nothing, so that all of them are about the same accounts.
        Tree tree = expected < 400 ? Tree.of(managers) : refused.computeIfAbsent(managers, Tree::of);
        Holder main = tree.main;
        Holder sub = tree.sub;
        Holder sibling = tree.sibling;
        Holder target = row.target.equals("sub") ? sub : main;
        String token = token(caller, main, sub, sibling, stranger, suspended, closed);
        Spare spare = spare(row, main, target, stranger, expected == 200);
        long rows = traces(main);
        // When
        RequestSpecification request = given();
        if (caller.equals("other door")) {
            request.auth().preemptive().basic(main.id(), "whatever");
        } else if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (row.body != null) {
            request.contentType("application/json")
                    .body(row.body
                            .replace("TARGET", target.id())
                            .replace("UNIQUE", Ids.digits(15))
                            .replace("USER", spare.userId));
        }
        Response response = request.request(
                row.method,
                API
                        + row.route
                                .replace("{id}", target.id())
                                .replace("{tokenId}", spare.tokenId)
                                .replace("{workId}", spare.workId)
                                .replace("{userId}", spare.userId));
        // Then
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(expected);
        if (expected >= 400) {
            assertThat(response.contentType()).startsWith("application/problem+json");
            assertThat(response.<Integer>path("status")).isEqualTo(expected);
            assertThat(traces(main)).isEqualTo(rows);
        }
        if (expected == 401) {
            assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"Curfew\"");
        }
    }

    private static String token(
            String caller, Holder main, Holder sub, Holder sibling, Holder stranger, Holder suspended, Holder closed) {
        return switch (caller) {
            case "platform" -> PLATFORM;
            case "owner" -> main.token();
            case "the sub itself" -> sub.token();
            case "sibling" -> sibling.token();
            case "stranger" -> stranger.token();
            case "suspended" -> suspended.token();
            case "closed" -> closed.token();
            default -> "";
        };
    }

    /** What the row is about beside the account; empty where it is about nothing more. */
    private record Spare(String userId, String tokenId, String workId) {}

    private Spare spare(Row row, Holder main, Holder target, Holder stranger, boolean protect) {
        boolean person = row.target.equals("beyond") || row.target.equals("manager");
        if (!person && row.route.endsWith("{tokenId}")) {
            return new Spare(
                    "", post(main.token(), target.path() + "/tokens", Map.of()).path("id"), "");
        }
        if (!row.route.contains("{userId}") && !ACCESS.equals(row.body) && !person) {
            return row.route.contains("{workId}")
                    ? new Spare("", "", NativeWorkTest.park(database, main.id(), target.id(), "test-nobodys"))
                    : new Spare("", "", "");
        }
        List<Map<String, Object>> roles = new ArrayList<>(List.of(Map.of("roleId", 41, "customerId", main.id())));
        if (row.target.equals("beyond")) {
            roles.add(Map.of("roleId", 100, "customerId", stranger.id()));
        }
        String user = NativeHttp.person(roles, row.target.equals("manager"));
        if (protect && PASSWORD.equals(row.body)) {
            database.execute(
                    "update login_user set password_hash = $1 where id = $2", CheapHash.of("OLD password"), user);
        }
        return new Spare(
                user,
                post(PLATFORM, "/api/v1/tokens", Map.of("kind", "access", "userId", user))
                        .path("id"),
                "");
    }

    /** What any write of the tree leaves behind. */
    private long traces(Holder main) {
        return database.count("select count(*) from audit_entry where tenant_id = $1", main.id());
    }
}
