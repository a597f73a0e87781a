package io.curfew.api;

import static io.curfew.api.NativeHttp.PLATFORM;
import static io.curfew.api.NativeHttp.as;
import static io.curfew.api.NativeHttp.assertNotFound;
import static io.curfew.api.NativeHttp.assertProblem;
import static io.curfew.api.NativeHttp.body;
import static io.curfew.api.NativeHttp.get;
import static io.curfew.api.NativeHttp.main;
import static io.curfew.api.NativeHttp.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.kernel.Ids;
import io.curfew.testing.CheapHash;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.Race;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tree invites, the person accepts, and nobody else sets a password. */
@CurfewTest
class NativeInvitationsTest {
    private static final String USERS = "/api/v1/users";
    private static final String OLD = "correct horse";
    private static final String NEW = "battery staple";

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    @Inject
    Operators operators;

    /** All tests come from one address, and wrong secrets of a minute are counted. */
    @BeforeEach
    void nextMinute() {
        clock.advance(Duration.ofSeconds(61));
    }

    @Test
    void invitationIsAcceptedOnceAndThePasswordIsThePersonsFromThenOn() {
        // Given
        Holder main = main();
        Response made = invite(main, email());
        // When
        Response accepted = accept(made, Map.of("password", OLD));
        Response again = accept(made, Map.of("password", NEW));
        // Then
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(200);
        assertThat(accepted.<Boolean>path("accepted")).isTrue();
        assertThat(body(accepted)).isEqualTo(body(get(main.token(), USERS + "/" + made.path("id"))));
        assertNotFound(again);
        assertThat(change(main, made, OLD, NEW).statusCode()).isEqualTo(200);
        assertThat(database.column(
                        "select type from outbox_event where subject = $1 order by recorded_at, type",
                        made.<String>path("id")))
                .containsExactlyInAnyOrder("user.created", "user.invitation-accepted", "user.password-changed");
    }

    /** Nor does a second one in the same tree differ from one that nobody knows, but by being refused there. */
    @Test
    void invitingDoesNotTellWhetherTheAddressIsKnownElsewhere() {
        // Given somebody who works in one tree, and is the root user of an operator besides
        Operator operator = operators.operator();
        String email = operators.owner(operator, OLD);
        Holder one = main();
        CheapHash.give(database, invite(one, email).path("id"), NEW);
        Holder other = main();
        // When
        Response known = invite(other, email);
        Response unknown = invite(other, email());
        // Then
        assertThat(shape(known)).isEqualTo(shape(unknown));
        assertThat(access(other, known)).isEqualTo(access(other, unknown)).isEqualTo(201);
        assertThat(accept(known, Map.of("password", "another one")).statusCode())
                .isEqualTo(accept(unknown, Map.of("password", "another one")).statusCode())
                .isEqualTo(200);
        // Then nothing of theirs has changed
        assertThat(login(email, OLD)).isEqualTo(200);
        assertThat(login(email, "another one")).isEqualTo(401);
        assertProblem(invite(one, email), 409, "Conflict", "email-taken");
    }

    private Map<String, Object> shape(Response made) {
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        Map<String, Object> shape = new HashMap<>(body(made));
        shape.keySet().removeAll(Set.of("id", "email", "createdAt", "updatedAt"));
        shape.put("invitation", made.<Map<String, Object>>path("invitation").keySet());
        return shape;
    }

    private static int access(Holder main, Response made) {
        return post(main.token(), "/api/v1/tokens", Map.of("kind", "access", "userId", made.path("id")))
                .statusCode();
    }

    /** Whoever was invited first, and by whomever, keeps nobody else from the address. */
    @Test
    void addressIsNotSquatted() {
        // Given a stranger who invites an address and has accepted for it
        String email = email();
        CheapHash.give(database, invite(main(), email).path("id"), "squatter's own");
        Holder home = main();
        Response made = invite(home, email);
        // When
        Response accepted = accept(made, Map.of("password", OLD));
        // Then
        assertThat(accepted.statusCode()).isEqualTo(200);
        assertProblem(change(home, made, "squatter's own", NEW), 400, "Bad Request", "password-invalid");
        assertThat(database.column("select memberships from person where email = $1", email))
                .containsExactly(1, 1);
    }

    @Test
    void personWhoAcceptsByTheirPasswordHasOneInAllTheirTrees() {
        // Given
        Operator operator = operators.operator();
        String email = operators.owner(operator, OLD);
        Holder other = main();
        Response made = invite(other, email);
        Response opened = soracom(email, OLD);
        // When
        Response wrong = accept(made, Map.of("currentPassword", "guess"));
        Response accepted = accept(made, Map.of("currentPassword", OLD));
        // Then
        assertProblem(wrong, 400, "Bad Request", "password-invalid");
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(200);
        assertThat(database.rows("select memberships from person where email = $1", email))
                .containsExactly(List.of(2));
        // When it is changed in the one tree
        assertThat(change(other, made, OLD, NEW).statusCode()).isEqualTo(200);
        // Then it is another one in the other, where what it had opened is closed
        assertThat(login(email, OLD)).isEqualTo(401);
        assertThat(login(email, NEW)).isEqualTo(200);
        assertThat(isAlive(opened, operator)).isFalse();
        assertThat(database.rows(
                        "select tenant_id, data->>'sessions' from outbox_event where type = 'user.password-changed'"
                                + " and tenant_id in ($1, $2)",
                        other.id(),
                        operator.sid()))
                .containsExactlyInAnyOrder(List.of(other.id(), "0"), List.of(operator.sid(), "1"));
        // When they leave the one tree
        assertThat(as(other.token()).delete(USERS + "/" + made.path("id")).statusCode())
                .isEqualTo(204);
        // Then they are who they were in the other
        assertThat(login(email, NEW)).isEqualTo(200);
        assertThat(database.rows("select memberships from person where email = $1", email))
                .containsExactly(List.of(1));
    }

    @Test
    void personGoesWithTheLastTree() {
        // Given
        Holder main = main();
        String email = email();
        Response made = invite(main, email);
        CheapHash.give(database, made.path("id"), OLD);
        // When
        as(main.token()).delete(USERS + "/" + made.path("id"));
        // Then
        assertThat(database.count(
                        "select (select count(*) from person where email = $1)"
                                + " + (select count(*) from invitation where tenant_id = $2)",
                        email,
                        main.id()))
                .isZero();
    }

    @Test
    void wrongPasswordsCountAsFailedLogins() {
        // Given
        Operator operator = operators.operator();
        String email = operators.owner(operator, OLD);
        Response made = invite(main(), email);
        for (int i = 0; i < 20; i++) {
            accept(made, Map.of("currentPassword", "guess " + i));
        }
        // Then
        assertProblem(accept(made, Map.of("currentPassword", "guess")), 429, "Too Many Requests", "rate-limited");
        assertThat(login(email, OLD)).isEqualTo(429);
    }

    @Test
    void newInvitationEndsTheOneBeforeAndTimeEndsBoth() {
        // Given
        Holder main = main();
        Response made = invite(main, email());
        String path = USERS + "/" + made.path("id") + "/invitation";
        // When
        String second = post(main.token(), path, Map.of()).path("token");
        // Then
        assertNotFound(accept(made, Map.of("password", OLD)));
        clock.advance(Duration.ofDays(7));
        assertNotFound(accept(second, Map.of("password", OLD)));
        String third = post(main.token(), path, Map.of()).path("token");
        assertThat(accept(third, Map.of("password", OLD)).statusCode()).isEqualTo(200);
        assertProblem(post(main.token(), path, Map.of()), 409, "Conflict", "password-exists");
    }

    @Test
    void ofTwoWhoAcceptOneDoes() {
        // Given
        String email = email();
        Response made = invite(main(), email);
        // When
        List<Race.Result<Integer>> results = Race.run(
                call(() -> accept(made, Map.of("password", OLD))), call(() -> accept(made, Map.of("password", NEW))));
        // Then
        assertThat(results).extracting(Race.Result::item).containsExactlyInAnyOrder(200, 404);
        assertThat(database.count("select count(*) from person where email = $1", email))
                .isEqualTo(1);
    }

    @Test
    void repeatedAcceptanceUnderAKeyIsTheFirstOne() {
        // Given
        Response made = invite(main(), email());
        Map<String, Object> body = Map.of("token", made.path("invitation.token"), "password", OLD);
        // When
        Response once = keyed(body);
        Response again = keyed(body);
        // Then
        assertThat(once.statusCode()).isEqualTo(200);
        assertThat(again.asByteArray()).isEqualTo(once.asByteArray());
    }

    private static Response keyed(Map<String, Object> body) {
        return given().header("Idempotency-Key", "accept")
                .contentType("application/json")
                .body(body)
                .post("/api/v1/invitations/accept");
    }

    @Test
    void openInvitationsOfATreeAreBounded() {
        // Given as many as there may be
        Holder main = main();
        Response made = invite(main, email());
        database.execute(
                "insert into login_user (tenant_id, id, email, role, created_at, updated_at, version)"
                        + " select tenant_id, id || '-' || n, 'n', role, created_at, updated_at, 0"
                        + " from login_user cross join generate_series(2, 1000) n where tenant_id = $1 and id = $2",
                main.id(),
                made.<String>path("id"));
        database.execute(
                "insert into invitation (tenant_id, id, user_id, kind, token_hash, created_at, expires_at)"
                        + " select i.tenant_id, i.id || '-' || n, i.user_id || '-' || n, i.kind, '', i.created_at,"
                        + " i.expires_at from invitation i cross join generate_series(2, 1000) n where i.tenant_id = $1",
                main.id());
        // Then
        assertProblem(invite(main, email()), 409, "Conflict", "invitation-limit");
        as(main.token()).delete(USERS + "/" + made.path("id"));
        assertThat(invite(main, email()).statusCode()).isEqualTo(201);
    }

    @Test
    void tokenIsGoodForItsOwnStepOnly() {
        // Given
        Holder main = main();
        Response made = invite(main, email());
        String invitation = made.path("invitation.token");
        String reset = post(PLATFORM, USERS + "/" + made.path("id") + "/password-reset", Map.of())
                .path("token");
        // Then
        assertNotFound(accept(reset, Map.of("password", OLD)));
        assertNotFound(given().contentType("application/json")
                .body(Map.of("token", invitation, "password", OLD))
                .post("/api/v1/password-resets"));
        assertThat(get(invitation, USERS).statusCode()).isEqualTo(401);
        Response both = accept(made, Map.of("password", OLD, "currentPassword", OLD));
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(both.jsonPath().getList("errors.field")).containsExactly("password");
        assertProblem(accept(made, Map.of("password", "short")), 400, "Bad Request", "password-invalid");
    }

    @Test
    void addressOfSomebodyWhoIsHiddenFromTheTreeIsNotToldOf() {
        // Given somebody of that very tree who works elsewhere too
        Holder main = main();
        String email = email();
        post(
                PLATFORM,
                USERS,
                Map.of(
                        "email",
                        email,
                        "roles",
                        List.of(
                                Map.of("roleId", 203, "customerId", main.id()),
                                Map.of("roleId", 203, "customerId", main().id()))));
        // Then
        assertThat(invite(main, email).statusCode()).isEqualTo(201);
        assertProblem(invite(main, email), 409, "Conflict", "email-taken");
    }

    private static String email() {
        return Ids.digits(15) + "@example.com";
    }

    private static Response invite(Holder main, String email) {
        return post(
                main.token(),
                USERS,
                Map.of("email", email, "roles", List.of(Map.of("roleId", 41, "customerId", main.id()))));
    }

    private static Response accept(Response made, Map<String, Object> password) {
        return accept(made.<String>path("invitation.token"), password);
    }

    private static Response accept(String token, Map<String, Object> password) {
        Map<String, Object> body = new HashMap<>(password);
        body.put("token", token);
        return given().contentType("application/json").body(body).post("/api/v1/invitations/accept");
    }

    private static Response change(Holder main, Response made, String current, String password) {
        return NativeHttp.put(
                main.token(),
                USERS + "/" + made.path("id") + "/password",
                Map.of("currentPassword", current, "password", password));
    }

    private static Response soracom(String email, String password) {
        return given().contentType("application/json")
                .body(Map.of("email", email, "password", password))
                .post("/v1/auth");
    }

    private static int login(String email, String password) {
        return soracom(email, password).statusCode();
    }

    private static boolean isAlive(Response login, Operator operator) {
        return given().header("X-Soracom-API-Key", login.<String>path("apiKey"))
                        .header("X-Soracom-Token", login.<String>path("token"))
                        .get("/v1/operators/" + operator.id())
                        .statusCode()
                == 200;
    }

    private static Supplier<Uni<Integer>> call(Supplier<Response> request) {
        return () -> Uni.createFrom()
                .item(() -> request.get().statusCode())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
