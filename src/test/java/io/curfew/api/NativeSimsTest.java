package io.curfew.api;

import static io.curfew.api.NativeAccountsTest.wrong;
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
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.events.Actor;
import io.curfew.sims.ChangeSim;
import io.curfew.sims.Coverage;
import io.curfew.sims.OnSim;
import io.curfew.sims.RegisterSim;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimService;
import io.curfew.sims.SimStatus;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@CurfewTest
class NativeSimsTest {
    private static final String STOCK = "/api/v1/sims/stock";
    private static final Actor ACTOR = new Actor(Actor.Kind.CUSTOMER, "test", "native");

    @Inject
    SimService sims;

    @Inject
    Database database;

    private String registered(Holder main, String coverage, String subscription) {
        Map<String, Object> sim = NativeSims.card(coverage, subscription);
        assertThat(post(PLATFORM, STOCK, Map.of("sims", List.of(sim))).statusCode())
                .isEqualTo(201);
        String id = (String) sim.get("simId");
        await(() -> sims.register(
                new RegisterSim(
                        main.id(),
                        main.id(),
                        coverage.equals("jp") ? Coverage.JAPAN : Coverage.GLOBAL,
                        SimRef.id(id),
                        null,
                        Map.of(),
                        ACTOR),
                "1234"));
        return id;
    }

    private static String session(String simId) {
        return "/api/v1/sims/" + simId + "/session";
    }

    @Test
    void stockIsAddedAndListedWithoutSecrets() {
        // Given
        Holder main = main();
        Map<String, Object> open = NativeSims.card("g", "plan01s");
        Map<String, Object> meant = NativeSims.card("jp", "plan-D");
        meant.put("forAccountId", main.id());
        // When
        Response added = post(PLATFORM, STOCK, Map.of("sims", List.of(open, meant)));
        // Then
        assertThat(added.statusCode()).as(added.asString()).isEqualTo(201);
        List<Map<String, Object>> expected = new ArrayList<>();
        for (Map<String, Object> sim : List.of(open, meant)) {
            Map<String, Object> shown = new LinkedHashMap<>(sim);
            shown.remove("registrationSecret");
            shown.put("state", "in_stock");
            shown.put("addedAt", added.path("items[0].addedAt"));
            expected.add(shown);
        }
        assertThat(added.<List<Map<String, Object>>>path("items")).isEqualTo(expected);
        String before = String.valueOf(Long.parseLong((String) open.get("simId")) - 1);
        Response listed = get(PLATFORM, STOCK + "?limit=2&cursor=" + before);
        assertThat(listed.<List<Map<String, Object>>>path("items")).isEqualTo(expected);
        assertThat(listed.<String>path("next")).isEqualTo(meant.get("simId"));
        assertThat(database.column(
                        "select count(*) from sim_stock where sim_id = $1 and secret_hash = $2",
                        open.get("simId"),
                        io.vertx.core.buffer.Buffer.buffer("1234")))
                .containsExactly(0L);
    }

    @Test
    void orderOfMembersDoesNotMakeAnotherRequest() {
        // Given
        Map<String, Object> sim = NativeSims.card("g", "plan01s");
        Map<String, Object> turned = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(sim.keySet());
        Collections.reverse(names);
        names.forEach(name -> turned.put(name, sim.get(name)));
        RequestSpecification write = as(PLATFORM)
                .header("Idempotency-Key", "stock-" + sim.get("simId"))
                .contentType("application/json");
        // When
        Response first = write.body(Map.of("sims", List.of(sim))).post(STOCK);
        Response again = write.body(Map.of("sims", List.of(turned))).post(STOCK);
        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        turned.put("serialNumber", "another");
        assertThat(write.body(Map.of("sims", List.of(turned))).post(STOCK).statusCode())
                .isEqualTo(422);
    }

    @Test
    void stockIsAddedAllOrNone() {
        // Given
        Map<String, Object> first = NativeSims.card("g", "plan01s");
        Map<String, Object> second = NativeSims.card("g", "plan01s");
        post(PLATFORM, STOCK, Map.of("sims", List.of(second)));
        // When
        Response refused = post(PLATFORM, STOCK, Map.of("sims", List.of(first, second)));
        // Then
        assertProblem(refused, 409, "Conflict", "stock-duplicate");
        assertThat(database.count("select count(*) from sim_stock where sim_id = $1", first.get("simId")))
                .isZero();
    }

    @Test
    void wrongStockIsRefused() {
        Map<String, Object> virtual = NativeSims.card("g", "planArc01");
        assertProblem(
                post(PLATFORM, STOCK, Map.of("sims", List.of(virtual))), 400, "Bad Request", "subscription-invalid");
        Map<String, Object> elsewhere = NativeSims.card("jp", "plan01s");
        assertProblem(
                post(PLATFORM, STOCK, Map.of("sims", List.of(elsewhere))), 400, "Bad Request", "subscription-invalid");
        Map<String, Object> incomplete = NativeSims.card("g", "plan01s");
        incomplete.remove("imsi");
        assertProblem(
                post(PLATFORM, STOCK, Map.of("sims", List.of(incomplete))),
                400,
                "Bad Request",
                "bad-request",
                wrong("imsi", "Is required."));
        for (Object sims : List.of(List.of(), "x", List.of("x"))) {
            assertProblem(
                    post(PLATFORM, STOCK, Map.of("sims", sims)),
                    400,
                    "Bad Request",
                    "bad-request",
                    wrong("sims", "Is an array of 1 to 1000 objects."));
        }
        assertProblem(get(PLATFORM, STOCK + "?cursor=x"), 400, "Bad Request", "page-token-invalid");
    }

    @Test
    void connectingActivatesAReadySimAndLeavesHistory() {
        // Given
        Holder main = main();
        String sim = registered(main, "g", "plan01s");
        // When
        Response online = post(
                PLATFORM,
                session(sim),
                Map.of("state", "online", "imei", "490154203237518", "ueIpAddress", "10.1.2.3"));
        // Then
        assertThat(online.statusCode()).as(online.asString()).isEqualTo(200);
        Map<String, Object> connection = new LinkedHashMap<>();
        connection.put("sessionId", online.path("session.sessionId"));
        connection.put("imsi", online.path("session.imsi"));
        connection.put("imei", "490154203237518");
        connection.put("ueIpAddress", "10.1.2.3");
        connection.put("startedAt", online.path("session.startedAt"));
        connection.put("endedAt", null);
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("simId", sim);
        expected.put("accountId", main.id());
        expected.put("coverage", "g");
        expected.put("subscription", "plan01s");
        expected.put("status", "active");
        expected.put("online", true);
        expected.put("session", connection);
        expected.put("returnDue", false);
        expected.put("returnedAt", null);
        expected.put("version", online.path("version"));
        assertThat(body(online)).isEqualTo(expected);
        // When
        Response alive = post(main.token(), session(sim), Map.of("state", "alive", "ueIpAddress", "10.1.2.4"));
        Response offline = post(main.token(), session(sim), Map.of("state", "offline"));
        // Then
        assertThat(alive.<String>path("session.ueIpAddress")).isEqualTo("10.1.2.4");
        assertThat(offline.<Boolean>path("online")).isFalse();
        assertProblem(post(main.token(), session(sim), Map.of("state", "offline")), 409, "Conflict", "sim-offline");
        assertProblem(
                post(main.token(), session(sim), Map.of("state", "sleeping")),
                400,
                "Bad Request",
                "bad-request",
                wrong("state", "Is one of: online, alive, offline."));
    }

    @Test
    void suspendedSimIsRefusedForGood() {
        // Given
        Holder main = main();
        String sim = registered(main, "g", "plan01s");
        await(() -> sims.change(new ChangeSim.ToStatus(
                new OnSim(main.id(), Coverage.GLOBAL, SimRef.id(sim), ACTOR), SimStatus.SUSPENDED)));
        // Then
        assertProblem(
                post(PLATFORM, session(sim), Map.of("state", "online")),
                409,
                "Conflict",
                "session-refused",
                Map.of("reason", "suspended", "permanent", true));
    }

    @Test
    void regionalSimComesBackAfterItsTermination() {
        // Given
        Holder main = main();
        String sim = registered(main, "jp", "plan-D");
        String path = "/api/v1/sims/" + sim + "/return";
        assertProblem(put(PLATFORM, path, Map.of()), 409, "Conflict", "sim-transition-invalid");
        OnSim on = new OnSim(main.id(), Coverage.JAPAN, SimRef.id(sim), ACTOR);
        await(() -> sims.change(new ChangeSim.SetProtection(on, true)));
        assertThat(await(() -> sims.change(new ChangeSim.ToStatus(on, SimStatus.TERMINATED)))
                        .returnDue())
                .isTrue();
        // When
        Response returned = as(PLATFORM).put(path);
        // Then
        assertThat(returned.statusCode()).as(returned.asString()).isEqualTo(200);
        assertThat(returned.<String>path("returnedAt")).isNotNull();
        assertThat(returned.<String>path("status")).isEqualTo("terminated");
    }

    @Test
    void simIsMovedWithinItsTree() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        String sim = registered(main, "g", "plan01s");
        String path = "/api/v1/sims/" + sim + "/move";
        // When
        Response moved = post(main.token(), path, Map.of("accountId", sub.id()));
        // Then
        assertThat(moved.statusCode()).as(moved.asString()).isEqualTo(200);
        assertThat(moved.<String>path("accountId")).isEqualTo(sub.id());
        assertThat(moved.header("ETag")).isEqualTo("\"" + moved.path("version") + "\"");
        assertThat(post(sub.token(), session(sim), Map.of("state", "online")).statusCode())
                .isEqualTo(200);
        // Then: whoever holds it does not give it away, and nobody gives it to another tree
        assertNotFound(post(sub.token(), path, Map.of("accountId", main.id())));
        assertNotFound(post(PLATFORM, path, Map.of("accountId", main().id())));
        assertProblem(
                post(main.token(), path, Map.of()),
                400,
                "Bad Request",
                "bad-request",
                wrong("accountId", "Is required."));
        assertThat(as(main.token())
                        .header("If-Match", "\"1\"")
                        .contentType("application/json")
                        .body(Map.of("accountId", main.id()))
                        .post(path)
                        .statusCode())
                .isEqualTo(412);
        assertThat(post(PLATFORM, path, Map.of("accountId", main.id())).<String>path("accountId"))
                .isEqualTo(main.id());
    }

    @Test
    void onlyThoseWhoReachTheSimFindIt() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        String sim = registered(main, "g", "plan01s");
        Map<String, Object> stock = Map.of("sims", List.of(NativeSims.card("g", "plan01s")));
        long audit = database.count("select count(*) from audit_entry where tenant_id = $1", main.id());
        // Then
        for (String token : List.of(main.token(), sub.token(), main().token())) {
            assertProblem(get(token, STOCK), 403, "Forbidden", "forbidden");
            assertProblem(post(token, STOCK, stock), 403, "Forbidden", "forbidden");
            assertProblem(put(token, "/api/v1/sims/" + sim + "/return", Map.of()), 403, "Forbidden", "forbidden");
        }
        for (String token : List.of(sub.token(), main().token())) {
            assertNotFound(post(token, session(sim), Map.of("state", "online")));
            assertNotFound(post(token, "/api/v1/sims/" + sim + "/move", Map.of("accountId", sub.id())));
        }
        assertNotFound(post(main.token(), session("89000"), Map.of("state", "online")));
        assertThat(database.count("select count(*) from audit_entry where tenant_id = $1", main.id()))
                .isEqualTo(audit);
        assertThat(post(main.token(), session(sim), Map.of("state", "online")).statusCode())
                .isEqualTo(200);
    }
}
