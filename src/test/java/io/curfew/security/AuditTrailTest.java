package io.curfew.security;

import static io.curfew.testing.Reactive.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.curfew.sims.Coverage;
import io.curfew.sims.SimStockService;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit tells of beside changes. */
@CurfewTest
class AuditTrailTest {
    private static final String ADDRESS = "127.0.0.1";
    private static final String ALLOW_ALL = "{\"statements\":[{\"effect\":\"allow\",\"api\":\"*\"}]}";

    @Inject
    AuditTrail trail;

    @Inject
    Accounts accounts;

    @Inject
    Operators operators;

    @Inject
    SimStockService stock;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @BeforeEach
    void tellOfWhatOthersLeftBehind() {
        clock.advance(Duration.ofMinutes(2));
        await(() -> trail.write(true));
    }

    /** An entry, without when it happened. */
    private record Entry(
            String action,
            String account,
            String subject,
            String actorKind,
            String actor,
            String door,
            Map<String, Object> detail) {}

    private List<Entry> entries(String tenantId, String action) {
        return database
                .rows(
                        "select action, account_id, subject, actor_kind, actor_id, door, (detail || coalesce(("
                                + "select jsonb_object_agg(field, value) from audit_personal p"
                                + " where p.tenant_id = e.tenant_id and p.recorded_at = e.recorded_at and p.row_id = e.id"
                                + "), '{}'))::text from audit_entry e"
                                + " where tenant_id = $1 and action = $2 order by occurred_at, recorded_at",
                        tenantId,
                        action)
                .stream()
                .map(row -> new Entry(
                        (String) row.get(0),
                        (String) row.get(1),
                        (String) row.get(2),
                        (String) row.get(3),
                        (String) row.get(4),
                        (String) row.get(5),
                        new JsonObject((String) row.get(6)).getMap()))
                .toList();
    }

    private static Response twilio(String name, String secret, String path) {
        return given().auth().preemptive().basic(name, secret).get("/2010-04-01/Accounts" + path);
    }

    private static Response login(Map<String, ?> credentials) {
        return given().contentType("application/json").body(credentials).post("/v1/auth");
    }

    private record Pair(String apiKey, String token) {
        static Pair of(Response response) {
            assertThat(response.statusCode()).isEqualTo(200);
            return new Pair(response.path("apiKey"), response.path("token"));
        }

        Response post(String path, Object body) {
            return given().header("X-Soracom-API-Key", apiKey)
                    .header("X-Soracom-Token", token)
                    .contentType("application/json")
                    .body(body)
                    .post(path);
        }

        Response put(String path, Object body) {
            return given().header("X-Soracom-API-Key", apiKey)
                    .header("X-Soracom-Token", token)
                    .contentType("application/json")
                    .body(body)
                    .put(path);
        }

        Response get(String path) {
            return given().header("X-Soracom-API-Key", apiKey)
                    .header("X-Soracom-Token", token)
                    .get(path);
        }
    }

    private static Pair root(Operator operator) {
        return Pair.of(login(Map.of("authKeyId", operator.authKeyId(), "authKey", operator.authKey())));
    }

    private static Pair user(Operator operator, Pair root, String name, String permission) {
        String user = "/v1/operators/" + operator.id() + "/users/" + name;
        assertThat(root.post(user, Map.of()).statusCode()).isEqualTo(201);
        assertThat(root.put(user + "/permission", Map.of("permission", permission))
                        .statusCode())
                .isEqualTo(200);
        Response key = root.post(user + "/auth_keys", Map.of());
        return Pair.of(login(Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey"))));
    }

    @Test
    void failedLoginsAreToldOfByNameAndAddressAndSummedUp() {
        // Given
        Credentials main = accounts.main();
        for (int i = 0; i < 15; i++) {
            assertThat(twilio(main.sid(), "wrong", ".json").statusCode()).isEqualTo(401);
        }
        String minute = clock.now().truncatedTo(ChronoUnit.MINUTES).toString();
        // When
        await(() -> trail.write(false));
        twilio(main.sid(), "wrong", ".json");
        twilio(main.sid(), "wrong", ".json");
        await(() -> trail.write(false));
        // Then
        Entry first = new Entry(
                "login.failed",
                main.sid(),
                main.sid(),
                "STRANGER",
                main.sid(),
                "twilio",
                Map.of("address", ADDRESS, "count", 15, "minute", minute));
        assertThat(entries(main.sid(), "login.failed")).containsExactly(first);
        // When the minute is over
        clock.advance(Duration.ofMinutes(1));
        await(() -> trail.write(false));
        // Then
        assertThat(entries(main.sid(), "login.failed"))
                .extracting(entry -> entry.detail().get("count"))
                .containsExactly(15, 2);
    }

    @Test
    void failedLoginsAtEveryDoorAreToldOf() {
        // Given
        Operator operator = operators.operator();
        String email = operators.owner(operator, "correct horse");
        // When
        login(Map.of("authKeyId", operator.authKeyId(), "authKey", "secret-wrong"));
        login(Map.of("email", email, "password", "wrong"));
        login(Map.of("operatorId", operator.id(), "userName", "nobody", "password", "wrong"));
        await(() -> trail.write(false));
        // Then
        String userId = (String)
                database.column("select id from login_user where tenant_id = $1 and email = $2", operator.sid(), email)
                        .get(0);
        List<Entry> told = entries(operator.sid(), "login.failed");
        assertThat(told).hasSize(3).allMatch(entry -> entry.door().equals("soracom"));
        assertThat(told).extracting(Entry::actor).contains(operator.authKeyId(), userId);
        assertThat(told.toString()).doesNotContain(email, "nobody", "wrong", "horse");
    }

    @Test
    void namesThatNobodyHasGoIntoThePlatformsAuditAsKeyedHashes() {
        // Given
        long before = database.count("select count(*) from audit_entry where tenant_id = 'platform'");
        String unknown = "nobody-" + before + "@example.com";
        // When
        login(Map.of("email", unknown, "password", "wrong"));
        given().header("Authorization", "Bearer not-a-token-" + before).get("/api/v1/accounts/x");
        given().header("Authorization", "Bearer none")
                .header("DeveloperToken", "none")
                .contentType("application/json")
                .body("{}")
                .post("/CustomerManagement/v13/User/Query");
        await(() -> trail.write(false));
        // Then
        List<Entry> told = entries("platform", "login.failed");
        List<Entry> fresh = told.subList(told.size() - 3, told.size());
        assertThat(fresh).extracting(Entry::door).containsExactlyInAnyOrder("soracom", "native", "msads");
        assertThat(fresh).allMatch(entry -> entry.detail().get("address").equals(ADDRESS));
        assertThat(fresh)
                .filteredOn(entry -> entry.door().equals("soracom"))
                .extracting(Entry::actor)
                .allMatch(actor -> actor.matches("name:[0-9a-f]{32}"));
        assertThat(told.toString()).doesNotContain(unknown, "nobody-", "not-a-token");
    }

    @Test
    void floodOfNamesMakesFewEntriesAndLosesNoCount() {
        // Given
        long before = rows();
        long failures = failures();
        for (int i = 0; i < 120; i++) {
            login(Map.of("authKeyId", "keyId-flood-" + i, "authKey", "x"));
        }
        // When
        await(() -> trail.write(true));
        // Then
        assertThat(rows() - before).isBetween(1L, 25L);
        assertThat(failures() - failures).isEqualTo(120);
    }

    private long rows() {
        return database.count(
                "select count(*) from audit_entry where tenant_id = 'platform' and action = 'login.failed'");
    }

    private long failures() {
        return database.count("select coalesce(sum((detail->>'count')::bigint), 0) from audit_entry"
                + " where tenant_id = 'platform' and action = 'login.failed'");
    }

    @Test
    void refusalsAreToldOf() {
        // Given
        Operator operator = operators.operator();
        Pair root = root(operator);
        Pair powerless = user(operator, root, "powerless", "{\"statements\":[]}");
        String key = given().auth()
                .preemptive()
                .basic(operator.sid(), operator.authToken())
                .post("/2010-04-01/Accounts/" + operator.sid() + "/Keys.json")
                .path("sid");
        // When
        for (int i = 0; i < 30; i++) {
            assertThat(powerless.get("/v1/sims").statusCode()).isEqualTo(403);
        }
        assertThat(powerless
                        .post("/v1/auth/switch_user", Map.of("operatorId", operator.id(), "userName", "x"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(root.post("/v1/auth/switch_user", Map.of("operatorId", operator.id(), "userName", "x"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(key).isNotNull();
        await(() -> trail.write(true));
        // Then
        List<Entry> told = entries(operator.sid(), "access.refused");
        assertThat(told)
                .extracting(
                        entry -> entry.detail().get("reason"),
                        entry -> entry.detail().get("count"))
                .containsExactlyInAnyOrder(tuple("permission-missing", 31), tuple("switch-refused", 1));
        assertThat(told)
                .allMatch(entry -> entry.detail().get("address").equals(ADDRESS)
                        && entry.actorKind().equals("CUSTOMER")
                        && entry.door().equals("soracom"));
        assertThat(told).extracting(Entry::actor).contains(operator.authKeyId());
    }

    @Test
    void loginsThatAreNotLookedAtAreToldOfAndSummedUp() {
        // Given
        Credentials main = accounts.main();
        // When
        long limited = IntStream.range(0, 30)
                .filter(i -> twilio(main.sid(), "wrong", ".json").statusCode() == 429)
                .count();
        await(() -> trail.write(true));
        // Then
        assertThat(limited).isPositive();
        assertThat(entries(main.sid(), "login.failed"))
                .extracting(
                        entry -> entry.detail().get("reason"),
                        entry -> entry.detail().get("count"))
                .containsExactlyInAnyOrder(tuple(null, 30 - (int) limited), tuple("rate-limited", (int) limited));
    }

    @Test
    void refusalsByScopeAreToldOf() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Response key = given().auth()
                .preemptive()
                .basic(main.sid(), main.token())
                .post("/2010-04-01/Accounts/" + main.sid() + "/Keys.json");
        String sid = key.path("sid");
        // When
        assertThat(twilio(sid, key.path("secret"), "/" + sub.sid() + ".json").statusCode())
                .isEqualTo(401);
        await(() -> trail.write(false));
        // Then
        assertThat(entries(main.sid(), "access.refused"))
                .extracting(Entry::actor, entry -> entry.detail().get("reason"))
                .containsExactly(tuple(sid, "forbidden"));
        assertThat(entries(main.sid(), "login.failed")).isEmpty();
    }

    @Test
    void readingOfAuthTokensIsToldOfOnceAnHour() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        // When
        for (int i = 0; i < 5; i++) {
            twilio(main.sid(), main.token(), "/" + sub.sid() + ".json");
            twilio(main.sid(), main.token(), ".json");
            twilio(sub.sid(), sub.token(), "/" + sub.sid() + ".json");
        }
        await(() -> trail.write(false));
        // Then
        assertThat(entries(main.sid(), "auth-token.read"))
                .extracting(
                        Entry::actor, Entry::subject, entry -> entry.detail().get("address"))
                .containsExactlyInAnyOrder(
                        tuple(main.sid(), main.sid(), ADDRESS),
                        tuple(main.sid(), sub.sid(), ADDRESS),
                        tuple(sub.sid(), sub.sid(), ADDRESS));
        // When
        clock.advance(Duration.ofHours(1));
        twilio(main.sid(), main.token(), "/" + sub.sid() + ".json");
        await(() -> trail.write(false));
        // Then
        assertThat(entries(main.sid(), "auth-token.read")).hasSize(4);
        assertThat(entries(main.sid(), "auth-token.read").toString()).doesNotContain(main.token(), sub.token());
    }

    @Test
    void whatComesIntoStockIsToldOf() {
        // Given
        Credentials main = accounts.main();
        // When
        String own = await(() -> stock.make(Coverage.GLOBAL, "plan01s", main.sid(), Accounts.PLATFORM.at("192.0.2.7")))
                .simId();
        String anybodys = await(() -> stock.make(Coverage.GLOBAL, "plan01s", null, Accounts.PLATFORM.at("192.0.2.7")))
                .simId();
        // Then
        assertThat(entries(main.sid(), "sim-stock.added"))
                .containsExactly(new Entry(
                        "sim-stock.added",
                        main.sid(),
                        own,
                        "PLATFORM",
                        "test",
                        "native",
                        Map.of("count", 1, "sims", List.of(own), "address", "192.0.2.7")));
        assertThat(entries("platform", "sim-stock.added"))
                .extracting(Entry::subject)
                .contains(anybodys)
                .doesNotContain(own);
    }

    @Test
    void whoHasSwitchedIsToldOfWithBothIdentities() {
        // Given
        Operator operator = operators.operator();
        Operator other = operators.operator();
        Pair root = root(operator);
        user(operator, root, "meter", ALLOW_ALL);
        String users = "/v1/operators/" + operator.id() + "/users/";
        String principal = "srn:soracom:" + other.id() + "::Operator:" + other.id();
        root.put(
                users + "meter/trust_policy",
                Map.of(
                        "trustPolicy",
                        "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"soracom\":[\"" + principal
                                + "\"]}}]}"));
        // When
        Pair switched = Pair.of(
                root(other).post("/v1/auth/switch_user", Map.of("operatorId", operator.id(), "userName", "meter")));
        assertThat(switched.post(users + "made", Map.of()).statusCode()).isEqualTo(201);
        // Then
        Map<String, Object> from = Map.of("operator", other.id(), "credential", other.authKeyId());
        String userId = (String)
                database.column("select id from sam_user where tenant_id = $1 and name = 'meter'", operator.sid())
                        .get(0);
        Entry opened = entries(operator.sid(), "operator-session.opened").get(2);
        assertThat(opened.actor()).isEqualTo(other.authKeyId());
        assertThat(opened.detail())
                .containsEntry("switchedFrom", from)
                .containsEntry("address", ADDRESS)
                .containsEntry("user", userId);
        Entry made = entries(operator.sid(), "sam-user.created").get(1);
        assertThat(made.actor()).isEqualTo(userId);
        assertThat(made.detail()).isEqualTo(Map.of("switchedFrom", from, "address", ADDRESS));
        assertThat(database.column("select data::text from outbox_event where tenant_id = $1", operator.sid())
                        .toString())
                .as("events tell of no caller")
                .doesNotContain(ADDRESS, other.authKeyId());
    }
}
