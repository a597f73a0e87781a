package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SimShelf.byImsi;
import static io.curfew.dialects.soracom.SimShelf.path;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.delete;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.events.Actor;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.sims.Coverage;
import io.curfew.sims.CreateVirtualSim;
import io.curfew.sims.SimService;
import io.curfew.sims.StockSim;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages as {@code --fetch-all} reads them: until no key comes, while the list changes. */
@CurfewTest
class SoracomPagingTest {
    private static final Actor ACTOR = new Actor(Actor.Kind.PLATFORM, "test", "native");
    private static final int MANY = 1_010;

    @Inject
    Operators operators;

    @Inject
    SimShelf shelf;

    @Inject
    SimService sims;

    @Inject
    WorkRunner runner;

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

    private Set<String> make(int count) {
        return new HashSet<>(await(() -> Multi.createFrom()
                .range(0, count)
                .onItem()
                .transformToUniAndConcatenate(i -> sims.createVirtual(
                        new CreateVirtualSim(operator.sid(), operator.sid(), Coverage.GLOBAL, "planArc01", ACTOR)))
                .map(sim -> sim.simId())
                .collect()
                .asList()));
    }

    private Response page(String list, int limit, @Nullable String key) {
        Response page = get(
                root,
                list + (list.contains("?") ? "&" : "?") + "limit=" + limit
                        + (key == null ? "" : "&last_evaluated_key=" + key));
        assertThat(page.statusCode()).isEqualTo(200);
        return page;
    }

    @Test
    void nothingIsLostOrRepeatedWhileOthersComeAndGo() {
        // Given
        Set<String> there = make(MANY);
        for (String list : List.of("/v1/sims", "/v1/query/sims?subscription=planArc01", "/v1/subscribers")) {
            List<String> seen = new ArrayList<>();
            Set<String> added = new HashSet<>();
            int pages = 0;
            String key = null;
            // When
            do {
                Response page = page(list, 100, key);
                List<String> ids = page.jsonPath().getList("simId");
                seen.addAll(ids);
                key = page.header("x-soracom-next-key");
                if (pages++ % 3 == 0) {
                    added.addAll(make(2));
                    terminate(ids.get(ids.size() - 1));
                    terminate(ids.get(0));
                }
            } while (key != null);
            // Then
            assertThat(seen).as(list).doesNotHaveDuplicates().containsAll(there);
            assertThat(seen).as(list).doesNotContainAnyElementsOf(added);
            there.addAll(added);
        }
    }

    private void terminate(String simId) {
        post(root, "/v1/sims/" + simId + "/enable_termination");
        post(root, "/v1/sims/" + simId + "/terminate");
        assertThat(get(root, "/v1/sims/" + simId).<String>path("status")).isEqualTo("terminated");
    }

    @ParameterizedTest
    @CsvSource({"/v1/sims", "/v1/subscribers", "/v1/query/sims", "/v1/query/subscribers"})
    void linksLeadFromTheCallersOwnPrefixToTheEnd(String list) {
        // Given
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(0, shelf.aSim(root, Coverage.JAPAN, "plan-D").simId());
        }
        List<String> seen = new ArrayList<>();
        String address = "/jp" + list + "?limit=2";
        // When
        while (address != null) {
            Response page = get(root, address);
            seen.addAll(page.jsonPath().getList("simId"));
            String link = page.header("link");
            assertThat(link == null).isEqualTo(page.header("x-soracom-next-key") == null);
            if (link != null) {
                assertThat(link)
                        .startsWith("</jp" + list + "?limit=2&last_evaluated_key=")
                        .endsWith(">; rel=next");
            }
            address = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        // Then
        assertThat(seen).isEqualTo(made);
    }

    @Test
    void pagesHoldAHundredRowsAtMostAndSearchesTenUnlessToldOtherwise() {
        // Given
        make(101);
        // Then
        for (String list : List.of("/v1/sims", "/v1/subscribers", "/v1/query/sims", "/v1/query/subscribers")) {
            assertThat(get(root, list).jsonPath().getList("$"))
                    .as(list)
                    .hasSize(list.startsWith("/v1/query") ? 10 : 100);
            assertThat(page(list, 1024, null).jsonPath().getList("$")).as(list).hasSize(100);
        }
    }

    @Test
    void historiesAreCutToAHundredRecords() {
        // Given
        StockSim sim = shelf.aSim(root);
        for (int i = 0; i < 51; i++) {
            post(root, path(sim, "/activate"));
            post(root, path(sim, "/deactivate"));
        }
        // Then
        String statuses = path(sim, "/statuses/history");
        assertThat(get(root, statuses).jsonPath().getList("$")).hasSize(30);
        assertThat(page(statuses, 101, null).jsonPath().getList("$")).hasSize(100);
    }

    @Test
    void lastPageHasNoKey() {
        // Given
        shelf.aSim(root);
        shelf.aSim(root);
        // Then
        assertThat(page("/v1/sims", 2, null).header("x-soracom-next-key")).isNull();
        assertThat(page("/v1/sims", 1, null).header("x-soracom-next-key")).isNotEmpty();
    }

    @Test
    void keysOfOthersAreRefused() {
        // Given
        StockSim japans = shelf.aSim(root, Coverage.JAPAN, "plan-D");
        StockSim sim = shelf.aSim(root);
        String group = post(root, "/v1/groups", Map.of()).path("groupId");
        Pair other = root(operators.operator());
        // Then
        for (String key : List.of("x", "-", "0", "zz-1", "fffffffffffffff-1", "1-", "%00", "_", "1_", "_1", "1_x")) {
            for (String list : List.of(
                    "/v1/sims",
                    "/v1/subscribers",
                    "/v1/query/sims",
                    "/v1/query/subscribers",
                    "/v1/groups",
                    "/v1/groups/" + group + "/subscribers",
                    path(sim, "/statuses/history"),
                    path(sim, "/events/sessions"),
                    byImsi(sim, "/events/sessions"))) {
                // A bare number is the time that a record shows.
                if (!(key.equals("0") && (list.endsWith("history") || list.endsWith("sessions")))) {
                    assertThat(get(root, list + "?last_evaluated_key=" + key).statusCode())
                            .as(list + " after " + key)
                            .isEqualTo(400);
                }
            }
        }
        assertError(get(root, "/jp/v1/sims?last_evaluated_key=" + sim.simId()), 400, "SEM9007");
        assertError(get(root, "/g/v1/query/sims?last_evaluated_key=" + japans.simId()), 400, "SEM9007");
        assertError(get(other, "/jp/v1/subscribers?last_evaluated_key=" + japans.imsi()), 400, "SEM9007");
        assertThat(get(root, path(japans, "")).statusCode()).isEqualTo(200);
    }

    @Test
    void pagesGoOnAfterASimThatIsGoneMeanwhile() {
        // Given
        List<StockSim> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            made.add(0, shelf.anUnprotectedSim(root));
        }
        List<String> ids = made.stream().map(StockSim::simId).toList();
        post(root, path(made.get(1), "/terminate"));
        for (boolean purged : List.of(false, true)) {
            // When: its time is over, and then its row is removed too
            clock.advance(purged ? Duration.ZERO : Duration.ofDays(31));
            root = root(operator);
            if (purged) {
                await(runner::runDue);
            }
            // Then
            for (String list : List.of("/v1/sims", "/v1/query/sims", "/v1/query/subscribers", "/v1/subscribers")) {
                String key = list.endsWith("sims")
                        ? made.get(1).simId()
                        : made.get(1).imsi();
                assertThat(page(list, 10, key).jsonPath().getList("simId"))
                        .as(list + purged)
                        .isEqualTo(ids.subList(2, 4));
            }
        }
        Pair other = root(operators.operator());
        assertError(get(other, "/v1/query/sims?last_evaluated_key=" + ids.get(1)), 400, "SEM9007");
        assertError(get(root, "/jp/v1/query/sims?last_evaluated_key=" + ids.get(1)), 400, "SEM9007");
    }

    @Test
    void groupsAreInTheOrderOfTheirIdsWhichAreTheirKeys() {
        // Given
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            made.add(post(root, "/v1/groups", Map.of()).path("groupId"));
        }
        made.sort(null);
        // When
        Response first = page("/v1/groups", 2, null);
        delete(root, "/v1/groups/" + made.get(1));
        Response second = page("/v1/groups", 2, made.get(1));
        // Then
        assertThat(first.jsonPath().getList("groupId")).isEqualTo(made.subList(0, 2));
        assertThat(first.header("x-soracom-next-key")).isEqualTo(made.get(1));
        assertThat(first.header("link"))
                .isEqualTo("</v1/groups?limit=2&last_evaluated_key=" + made.get(1) + ">; rel=next");
        assertThat(second.jsonPath().getList("groupId")).isEqualTo(made.subList(2, 4));
        assertThat(second.header("x-soracom-next-key")).isNull();
        assertThat(second.header("link")).isNull();
        assertThat(page("/v1/groups", 2, made.get(3)).jsonPath().getList("$")).isEmpty();
    }

    @Test
    void subscribersOfAGroupArePagedByTheirImsis() {
        // Given
        String group = post(root, "/v1/groups", Map.of()).path("groupId");
        List<String> made = new ArrayList<>();
        List<String> imsis = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            StockSim sim = shelf.aSim(root);
            post(root, path(sim, "/set_group"), Map.of("groupId", group));
            made.add(0, sim.simId());
            imsis.add(0, sim.imsi());
        }
        shelf.aSim(root);
        // When
        String list = "/v1/groups/" + group + "/subscribers";
        Response first = page(list, 2, null);
        // Then
        assertThat(first.jsonPath().getList("simId")).isEqualTo(made.subList(0, 2));
        assertThat(first.header("x-soracom-next-key")).isEqualTo(imsis.get(1));
        assertThat(page(list, 2, imsis.get(1)).jsonPath().getList("simId")).isEqualTo(made.subList(2, 3));
        assertError(get(root, "/jp" + list), 404, "SEM9002");
        assertError(get(root(operators.operator()), list), 404, "SEM9002");
    }

    @Test
    void simsGoOnAfterASimIdToo() {
        // Given
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(0, shelf.aSim(root).simId());
        }
        // Then
        assertThat(page("/v1/sims", 1, made.get(0)).jsonPath().getList("simId")).isEqualTo(made.subList(1, 2));
        assertThat(page("/v1/sims", 1, made.get(0)).header("x-soracom-next-key"))
                .matches("[0-9a-f]+-" + made.get(1));
    }

    @Test
    void recordsOfOneInstantAreNotLostBetweenPages() {
        // Given
        StockSim sim = shelf.aSim(root);
        for (int i = 0; i < 3; i++) {
            post(root, path(sim, "/activate"));
            shelf.connect(operator, sim);
            post(root, path(sim, "/deactivate"));
        }
        for (String table : List.of("sim_status_history", "sim_session_event")) {
            database.execute(
                    "update " + table + " set at = (select min(at) from " + table
                            + " where sim_id = $1) where sim_id = $1",
                    sim.simId());
        }
        for (String list : List.of(
                path(sim, "/statuses/history"),
                path(sim, "/statuses/history?sort=asc"),
                path(sim, "/events/sessions"),
                byImsi(sim, "/events/sessions"))) {
            List<Map<String, Object>> all = get(root, list).jsonPath().getList("$");
            List<Map<String, Object>> seen = new ArrayList<>();
            String key = null;
            // When
            do {
                Response page = page(list, 1, key);
                seen.addAll(page.jsonPath().getList("$"));
                key = page.header("x-soracom-next-key");
            } while (key != null);
            // Then
            assertThat(all).as(list).hasSizeGreaterThan(5);
            assertThat(seen).as(list).isEqualTo(all);
        }
    }

    @Test
    void recordsGoOnAfterTheTimeThatOneShows() {
        // Given
        StockSim sim = shelf.aSim(root);
        for (String step : List.of("activate", "deactivate")) {
            clock.advance(Duration.ofSeconds(10));
            post(root, path(sim, "/" + step));
        }
        root = root(operator);
        String list = path(sim, "/statuses/history");
        List<Integer> times = get(root, list).jsonPath().getList("applyDateTimeEpochSec");
        // Then
        assertThat(statuses(list + "?last_evaluated_key=" + times.get(0))).containsExactly("active", "ready");
        for (String form : List.of(
                times.get(0) + ".0",
                times.get(0) + "000",
                times.get(0) + "000.0",
                times.get(0) + "e3",
                times.get(0) + "e+3",
                times.get(0) + "e%2B3")) {
            assertThat(statuses(list + "?last_evaluated_key=" + form)).as(form).containsExactly("active", "ready");
        }
        for (String form : List.of("-1", times.get(0) + ".5", times.get(0) + ".0_1", "1e99")) {
            assertError(get(root, list + "?last_evaluated_key=" + form), 400, "SEM9007");
        }
        assertThat(statuses(list + "?last_evaluated_key=" + times.get(2))).isEmpty();
        assertThat(statuses(list + "?sort=asc&last_evaluated_key=" + times.get(2)))
                .containsExactly("active", "inactive");
        assertThat(statuses(list + "?last_evaluated_key=999999999999999999"))
                .containsExactly("inactive", "active", "ready");
        // Given
        post(root, path(sim, "/activate"));
        shelf.connect(operator, sim);
        clock.advance(Duration.ofSeconds(10));
        post(root, path(sim, "/delete_session"));
        long deleted = get(root, path(sim, "/events/sessions")).jsonPath().getLong("[0].time");
        // Then
        assertThat(get(root, path(sim, "/events/sessions?last_evaluated_key=" + deleted))
                        .jsonPath()
                        .getList("event"))
                .containsExactly("Created");
    }

    private List<String> statuses(String list) {
        Response page = get(root, list);
        assertThat(page.statusCode()).isEqualTo(200);
        return page.jsonPath().getList("status");
    }
}
