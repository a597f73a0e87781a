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
import static io.curfew.api.NativeRotationTest.call;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.opening.BootstrapService;
import io.curfew.testing.CheapHash;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Race;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passwords are replaced at once: by the one until now, or by a token of the platform operator. */
@CurfewTest
class NativePasswordsTest {
    private static final String OLD = "correct horse";

    private static final String NEW = "battery staple";

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    @Inject
    BootstrapService bootstrap;

    /** All tests log in from one address, and wrong secrets of a minute are counted. */
    @BeforeEach
    void nextMinute() {
        clock.advance(Duration.ofSeconds(61));
    }

    private record Owner(Holder tree, String id, String email, String operatorId) {}

    private static String path(Owner owner) {
        return "/api/v1/users/" + owner.id + "/password";
    }

    private Owner owner() {
        Holder tree = main();
        Response users = get(PLATFORM, "/api/v1/users?customerId=" + tree.id());
        assertThat(users.<Boolean>path("items[0].owner")).isTrue();
        Owner owner = new Owner(
                tree,
                users.path("items[0].id"),
                users.path("items[0].email"),
                get(PLATFORM, tree.path()).path("ids.operatorId"));
        CheapHash.give(database, owner.id, OLD);
        return owner;
    }

    private static Response change(String by, Owner owner, String current, String password) {
        return put(by, path(owner), passwords(current, password));
    }

    private static Map<String, Object> passwords(String current, String password) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("password", password));
        if (current != null) {
            body.put("currentPassword", current);
        }
        return body;
    }

    private static Response login(Owner owner, String password) {
        return given().contentType("application/json")
                .body(Map.of("email", owner.email, "password", password))
                .post("/v1/auth");
    }

    private static boolean isAlive(Response login, Owner owner) {
        int status = given().header("X-Soracom-API-Key", login.<String>path("apiKey"))
                .header("X-Soracom-Token", login.<String>path("token"))
                .get("/v1/operators/" + owner.operatorId)
                .statusCode();
        assertThat(status).isIn(200, 401);
        return status == 200;
    }

    @Test
    void ownerChangesThePasswordByTheOldOne() {
        // Given
        Owner owner = owner();
        Response opened = login(owner, OLD);
        assertThat(isAlive(opened, owner)).isTrue();
        Response key = given().header("X-Soracom-API-Key", opened.<String>path("apiKey"))
                .header("X-Soracom-Token", opened.<String>path("token"))
                .post("/v1/operators/" + owner.operatorId + "/auth_keys");
        Response byKey = given().contentType("application/json")
                .body(Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey")))
                .post("/v1/auth");
        int version = get(owner.tree.token(), "/api/v1/users/" + owner.id).path("version");
        // When
        Response changed = change(owner.tree.token(), owner, OLD, NEW);
        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(changed.<Integer>path("version")).isEqualTo(version + 1);
        assertThat(changed.header("ETag")).isEqualTo("\"" + (version + 1) + "\"");
        assertThat(body(changed)).isEqualTo(body(get(owner.tree.token(), "/api/v1/users/" + owner.id)));
        assertThat(login(owner, OLD).statusCode()).isEqualTo(401);
        assertThat(login(owner, NEW).statusCode()).isEqualTo(200);
        // Then what the old one had opened is closed, and what a key had opened is not
        assertThat(isAlive(opened, owner)).isFalse();
        assertThat(isAlive(byKey, owner)).isTrue();
        assertThat(get(owner.tree.token(), owner.tree.path()).statusCode()).isEqualTo(200);
        assertThat(database.rows(
                        "select a.actor_kind, a.door, o.data->>'reset', o.data->>'sessions' from audit_entry a"
                                + " join outbox_event o on o.subject = a.subject and o.occurred_at = a.occurred_at"
                                + " where a.subject = $1 and a.action = 'user.password-changed'"
                                + " and o.type = 'user.password-changed' order by a.recorded_at",
                        owner.id))
                .containsExactly(List.of("CUSTOMER", "native", "false", "1"));
        assertThat(database.count(
                        "select count(*) from person where email = $1 and password_hash like '%' || $2 || '%'",
                        owner.email, NEW))
                .isZero();
    }

    @Test
    void lostPasswordIsChosenAnewByATokenOfThePlatform() {
        // Given
        Owner owner = owner();
        Response opened = login(owner, OLD);
        // When a token is issued
        Response issued = post(PLATFORM, "/api/v1/users/" + owner.id + "/password-reset", Map.of());
        // Then the password is what it was
        assertThat(issued.statusCode()).as(issued.asString()).isEqualTo(201);
        assertThat(isAlive(opened, owner)).isTrue();
        // When
        Map<String, Object> chosen = Map.of("token", issued.path("token"), "password", NEW);
        Response reset = given().contentType("application/json").body(chosen).post("/api/v1/password-resets");
        Response again = given().contentType("application/json").body(chosen).post("/api/v1/password-resets");
        // Then
        assertNotFound(again);
        assertThat(reset.statusCode()).as(reset.asString()).isEqualTo(200);
        assertThat(isAlive(opened, owner)).isFalse();
        assertThat(login(owner, OLD).statusCode()).isEqualTo(401);
        assertThat(login(owner, NEW).statusCode()).isEqualTo(200);
        assertThat(database.rows(
                        "select a.actor_kind, o.data->>'reset', o.data->>'sessions' from audit_entry a"
                                + " join outbox_event o on o.subject = a.subject and o.occurred_at = a.occurred_at"
                                + " where a.subject = $1 and o.type = 'user.password-changed'",
                        owner.id))
                .containsExactly(List.of("CUSTOMER", "true", "1"));
    }

    @Test
    void nobodyElseChangesAPasswordWithoutKnowingIt() {
        // Given
        Owner owner = owner();
        // When
        Response without = change(owner.tree.token(), owner, null, NEW);
        Response wrong = change(owner.tree.token(), owner, "guess", NEW);
        Response byPlatform = change(PLATFORM, owner, "guess", NEW);
        Response byPlatformWithout = change(PLATFORM, owner, null, NEW);
        Response tooShort = change(owner.tree.token(), owner, OLD, "short");
        Response bySub = change(sub(owner.tree).token(), owner, OLD, NEW);
        Response byStranger = change(main().token(), owner, OLD, NEW);
        // Then
        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(without.jsonPath().getList("errors.field")).containsExactly("currentPassword");
        assertThat(byPlatformWithout.jsonPath().getList("errors.field")).containsExactly("currentPassword");
        assertProblem(wrong, 400, "Bad Request", "password-invalid");
        assertProblem(byPlatform, 400, "Bad Request", "password-invalid");
        assertProblem(tooShort, 400, "Bad Request", "password-invalid");
        assertProblem(bySub, 403, "Forbidden", "forbidden");
        assertNotFound(byStranger);
        assertThat(login(owner, OLD).statusCode()).isEqualTo(200);
    }

    @Test
    void wrongPasswordsCountAsFailedLogins() {
        // Given
        Owner owner = owner();
        for (int i = 0; i < 20; i++) {
            assertProblem(change(owner.tree.token(), owner, "guess " + i, NEW), 400, "Bad Request", "password-invalid");
        }
        // When
        Response limited = as(owner.tree.token())
                .header("Idempotency-Key", "fresh")
                .contentType("application/json")
                .body(passwords(OLD, NEW))
                .put(path(owner));
        // Then
        assertProblem(limited, 429, "Too Many Requests", "rate-limited");
        assertThat(login(owner, OLD).statusCode()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(61));
        assertThat(login(owner, OLD).statusCode()).isEqualTo(200);
    }

    @Test
    void repeatedChangeIsTheFirstOne() {
        // Given
        Owner owner = owner();
        // When
        Response once = keyed(owner, OLD, NEW);
        Response again = keyed(owner, OLD, NEW);
        Response other = keyed(owner, OLD, NEW + "!");
        // Then
        assertThat(once.statusCode()).isEqualTo(200);
        assertThat(again.asByteArray()).isEqualTo(once.asByteArray());
        assertProblem(other, 422, "Unprocessable Content", "idempotency-key-reused");
        assertThat(login(owner, NEW).statusCode()).isEqualTo(200);
        assertThat(database.count(
                        "select count(*) from audit_entry where subject = $1 and action = 'user.password-changed'",
                        owner.id))
                .isEqualTo(1);
    }

    private static Response keyed(Owner owner, String current, String password) {
        return as(owner.tree.token())
                .header("Idempotency-Key", "rotate")
                .contentType("application/json")
                .body(passwords(current, password))
                .put(path(owner));
    }

    @Test
    void ofTwoWhoKnowTheOldPasswordOneChangesIt() {
        // Given
        Owner owner = owner();
        // When
        List<Race.Result<Integer>> results = Race.run(
                call(() -> change(owner.tree.token(), owner, OLD, NEW)),
                call(() -> change(owner.tree.token(), owner, OLD, NEW + "!")));
        // Then
        assertThat(results).extracting(Race.Result::item).containsExactlyInAnyOrder(200, 400);
    }

    @Test
    void oldPasswordOpensNothingThatOutlivesItsChange() {
        // Given
        Owner owner = owner();
        String current = OLD;
        for (int round = 0; round < 2; round++) {
            String old = current;
            String fresh = OLD + round;
            Response[] opened = new Response[1];
            // When
            Race.run(
                    call(() -> change(owner.tree.token(), owner, old, fresh)),
                    call(() -> opened[0] = login(owner, old)));
            // Then
            assertThat(opened[0].statusCode()).isIn(200, 401);
            if (opened[0].statusCode() == 200) {
                assertThat(isAlive(opened[0], owner)).isFalse();
            }
            current = fresh;
        }
    }
}
