package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SimShelf.path;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
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
    void pagesHoldTenRowsUnlessToldOtherwiseAndAHundredAtMost() {
        // Given
        make(101);
        // Then
        for (String list : List.of("/v1/sims", "/v1/subscribers", "/v1/query/sims", "/v1/query/subscribers")) {
            assertThat(get(root, list).jsonPath().getList("$")).as(list).hasSize(10);
            assertThat(page(list, 1024, null).jsonPath().getList("$")).as(list).hasSize(100);
        }
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
        Pair other = root(operators.operator());
        // Then
        for (String key : List.of("x", "-", "0", "zz-1", "fffffffffffffff-1", "1-", "%00")) {
            assertThat(get(root, "/v1/sims?last_evaluated_key=" + key).statusCode())
                    .as(key)
                    .isEqualTo(400);
        }
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
            for (String list : List.of("/v1/query/sims", "/v1/query/subscribers", "/v1/subscribers")) {
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
    void groupsArePaged() {
        // Given
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(0, post(root, "/v1/groups", Map.of()).path("groupId"));
        }
        // When
        Response first = page("/v1/groups", 2, null);
        Response second = page("/v1/groups", 2, first.header("x-soracom-next-key"));
        // Then
        assertThat(first.jsonPath().getList("groupId")).isEqualTo(made.subList(0, 2));
        assertThat(second.jsonPath().getList("groupId")).isEqualTo(made.subList(2, 3));
        assertThat(second.header("link")).isNull();
    }
}
