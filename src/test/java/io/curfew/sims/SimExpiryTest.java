package io.curfew.sims;

import static io.curfew.sims.SimDesk.on;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.PageRequest;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Database.Stranger;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

/** What an expiry does and when. The worker never runs unless a test says so. */
@CurfewTest
class SimExpiryTest {
    static final Duration HOUR = Duration.ofHours(1);

    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    SimQueryService queries;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    static SimStatus expected(@Nullable ExpiryAction action) {
        return action == null || action.leadsTo() == null ? SimStatus.ACTIVE : action.leadsTo();
    }

    private static boolean staysOnline(@Nullable ExpiryAction action) {
        return action == null || action == ExpiryAction.DO_NOTHING;
    }

    @ParameterizedTest
    @NullSource
    @EnumSource
    void eachActionHappensAtItsInstantWhetherOrNotTheWorkerRuns(@Nullable ExpiryAction action) {
        // Given
        SimView set = desk.expiringSoon(desk.anOnlineSim(accounts.main()), action);
        Instant due = set.expiryAt();
        assertThat(desk.get(set)).isEqualTo(set);
        assertThat(set.expiryAction()).isEqualTo(action);
        assertThat(set.expiryFiredAt()).isNull();
        assertThat(desk.work(set)).containsExactly("sim-expiry");
        List<Object> rowBefore = desk.row(set);
        // When
        clock.advance(HOUR);
        SimView seen = desk.get(set);
        // Then: for readers it has happened, at the instant, and the tables are as they were
        assertThat(desk.row(set)).isEqualTo(rowBefore);
        assertThat(seen.status()).isEqualTo(expected(action));
        assertThat(seen.isOnline()).isEqualTo(staysOnline(action));
        assertThat(seen.expiryAt()).isEqualTo(due);
        assertThat(seen.expiryFiredAt()).isEqualTo(due);
        assertThat(seen.updatedAt()).isEqualTo(staysOnline(action) ? set.updatedAt() : due);
        assertThat(seen.version()).isEqualTo(set.version() + 1);
        // When
        desk.runDue();
        // Then: the worker writes just what was seen
        assertThat(desk.get(set)).isEqualTo(seen);
        assertThat(desk.row(set).get(0)).isEqualTo(expected(action).name());
        assertThat(desk.work(set)).isEqualTo(action == ExpiryAction.TERMINATE ? List.of("sim-purge") : List.of());
        assertThat(desk.events(set)).hasSize(desk.audit(set).size());
        assertThat(desk.events(set).get(desk.events(set).size() - 1)).isEqualTo(eventOf(action));
    }

    private static String eventOf(@Nullable ExpiryAction action) {
        SimStatus next = action == null ? null : action.leadsTo();
        if (next == null) {
            return "sim.expired";
        }
        return switch (next) {
            case INACTIVE -> "sim.deactivated";
            case SUSPENDED -> "sim.suspended";
            default -> "sim.terminated";
        };
    }

    @Test
    void nothingHappensAMicrosecondBefore() {
        // Given: every reading of the clock is a microsecond later than the last
        SimView sim =
                desk.expiring(desk.anOnlineSim(accounts.main()), clock.now().plus(HOUR), ExpiryAction.TERMINATE);
        Duration left = Duration.between(clock.now(), sim.expiryAt());
        // When
        clock.advance(left.minusNanos(2000));
        SimView before = desk.get(sim);
        SimView at = desk.get(sim);
        // Then
        assertThat(before.status()).isEqualTo(SimStatus.ACTIVE);
        assertThat(before.isOnline()).isTrue();
        assertThat(at.status()).isEqualTo(SimStatus.TERMINATED);
        assertThat(at.terminatedAt()).isEqualTo(sim.expiryAt());
    }

    @Test
    void workerDoesNothingBefore() {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.TERMINATE);
        clock.advance(HOUR.minusSeconds(1));
        // When
        desk.runDue();
        // Then
        assertThat(desk.row(sim).get(0)).isEqualTo("ACTIVE");
        assertThat(desk.work(sim)).containsExactly("sim-expiry");
    }

    @Test
    void filtersCountsSearchAndHistoryShowItThoughTheWorkerStands() {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.SUSPEND);
        String tenant = sim.tenantId();
        // When
        clock.advance(HOUR);
        // Then
        assertThat(listed(tenant, SimStatus.SUSPENDED)).containsExactly(sim.simId());
        assertThat(listed(tenant, SimStatus.ACTIVE)).isEmpty();
        assertThat(await(() -> queries.countsByStatus(tenant, Coverage.GLOBAL)))
                .containsEntry(SimStatus.SUSPENDED, 1L)
                .containsEntry(SimStatus.ACTIVE, 0L);
        assertThat(found(tenant, "suspend", SimSearch.Connection.OFFLINE)).containsExactly(sim.simId());
        assertThat(found(tenant, "suspend", SimSearch.Connection.ONLINE)).isEmpty();
        assertThat(found(tenant, "active", SimSearch.Connection.ANY)).isEmpty();
        assertThat(desk.list(SimFilter.all(tenant, Coverage.GLOBAL))).containsExactly(desk.get(sim));
        assertThat(desk.history(sim).get(2))
                .returns(SubscriberStatus.SUSPENDED, StatusRecord::status)
                .returns(sim.expiryAt(), StatusRecord::at);
        assertThat(sessionEvents(sim)).containsExactly(SessionRecord.Event.CREATED, SessionRecord.Event.DELETED);
    }

    private List<String> listed(String tenant, SimStatus status) {
        return desk
                .list(new SimFilter(tenant, null, Coverage.GLOBAL, Set.of(status), Set.of(), Set.of(), null, null))
                .stream()
                .map(SimView::simId)
                .toList();
    }

    private List<String> found(String tenant, String status, SimSearch.Connection connection) {
        SimSearch search = new SimSearch(
                tenant,
                null,
                Coverage.GLOBAL,
                Map.of(SimSearch.Field.STATUS, List.of(status)),
                Set.of(),
                connection,
                false);
        return await(() -> queries.search(search, PageRequest.first(10))).items().stream()
                .map(SimView::simId)
                .toList();
    }

    private List<SessionRecord.Event> sessionEvents(SimView sim) {
        return await(() -> queries.sessionHistory(
                        sim.tenantId(),
                        sim.coverage(),
                        SimRef.id(sim.simId()),
                        new HistoryRange(null, null, true, 10, null)))
                .items()
                .stream()
                .map(SessionRecord::event)
                .toList();
    }

    @ParameterizedTest
    @NullSource
    @EnumSource
    void firesOnceAndStays(@Nullable ExpiryAction action) {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), action);
        clock.advance(HOUR);
        desk.runDue();
        SimView once = desk.get(sim);
        List<Object> events = desk.events(sim);
        // When
        desk.runDue();
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.get(sim)).isEqualTo(once);
        assertThat(desk.events(sim)).isEqualTo(events);
        assertThat(once.expiryAt()).isEqualTo(sim.expiryAt());
        assertThat(once.expiryAction()).isEqualTo(action);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEACTIVATE", "SUSPEND"})
    void activatingAgainDoesNotFireAgainAndLetsNobodyConnect(ExpiryAction action) {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), action);
        clock.advance(HOUR);
        // When
        SimView active = await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.ACTIVE)));
        desk.runDue();
        // Then
        assertThat(active.status()).isEqualTo(SimStatus.ACTIVE);
        assertThat(desk.get(sim)).isEqualTo(active);
        assertThat(desk.statuses(sim))
                .containsExactly(
                        SubscriberStatus.READY,
                        SubscriberStatus.ACTIVE,
                        SubscriberStatus.valueOf(expected(action).name()),
                        SubscriberStatus.ACTIVE);
        assertThat(desk.connect(sim)).contains("expired");
    }

    @Test
    void passedExpiryBlocksSessionsUntilClearedOrMoved() {
        // Given
        SimView sim = desk.expiringSoon(desk.aSim(accounts.main()), null);
        clock.advance(HOUR);
        // When, Then: a ready SIM does not become active by itself either
        assertThat(desk.connect(sim)).contains("expired");
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.READY);
        desk.expiringSoon(sim, ExpiryAction.DO_NOTHING);
        assertThat(desk.connect(sim)).isEmpty();
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.ACTIVE);
        clock.advance(HOUR);
        assertThat(desk.get(sim).isOnline()).isTrue();
        assertThat(desk.connect(sim)).contains("expired");
        await(() -> sims.change(new ChangeSim.UnsetExpiry(on(sim))));
        assertThat(desk.connect(sim)).isEmpty();
    }

    @Test
    void readySimDoesNotFireByStandingStill() {
        // Given
        SimView sim = desk.expiringSoon(desk.aSim(accounts.main()), ExpiryAction.DELETE_SESSION);
        // When
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.get(sim))
                .returns(SimStatus.READY, SimView::status)
                .returns(sim.updatedAt(), SimView::updatedAt);
        assertThat(desk.statuses(sim)).containsExactly(SubscriberStatus.READY);
        assertThat(desk.events(sim)).endsWith("sim.expired");
    }

    @ParameterizedTest
    @EnumSource
    void pastTimeCountsAsNowInTheAnswerItself(ExpiryAction action) {
        // Given
        SimView sim = desk.anOnlineSim(accounts.main());
        Instant past = clock.now().minus(Duration.ofDays(3));
        // When
        SimView answer = desk.expiring(sim, past, action);
        // Then
        assertThat(answer.status()).isEqualTo(expected(action));
        assertThat(answer.isOnline()).isEqualTo(staysOnline(action));
        assertThat(answer.expiryAt()).isEqualTo(past);
        assertThat(answer.expiryFiredAt()).isEqualTo(answer.updatedAt()).isAfter(sim.updatedAt());
        assertThat(desk.get(sim)).isEqualTo(answer);
        assertThat(desk.work(sim)).doesNotContain("sim-expiry");
        assertThat(desk.row(sim).get(0)).isEqualTo(expected(action).name());
    }

    @Test
    void batchIsDoneAndAPoisonedItemStopsNobody() {
        // Given
        Credentials main = accounts.main();
        List<SimView> many = new ArrayList<>();
        Instant due = clock.now().plus(HOUR);
        for (int i = 0; i < 12; i++) {
            many.add(desk.expiring(desk.anUnprotectedSim(main), due, ExpiryAction.TERMINATE));
        }
        SimView poisoned = many.remove(5);
        database.execute(
                "update sim set tags = '{\"name\": {}}' where tenant_id = $1 and id = $2",
                main.sid(),
                poisoned.simId());
        // When
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(many).allSatisfy(sim -> {
            assertThat(desk.row(sim).get(0)).isEqualTo("TERMINATED");
            assertThat(desk.events(sim)).endsWith("sim.terminated").doesNotHaveDuplicates();
            assertThat(desk.statuses(sim)).containsExactly(SubscriberStatus.READY, SubscriberStatus.TERMINATED);
        });
        assertThat(desk.row(poisoned).get(0)).isEqualTo("READY");
        assertThat(database.rows(
                        "select attempts, last_error is not null from lifecycle_work where tenant_id = $1"
                                + " and kind = 'sim-expiry'",
                        main.sid()))
                .containsExactly(List.of(1, true));
        // Healed, it is done like the others
        database.execute("update sim set tags = '{}' where tenant_id = $1 and id = $2", main.sid(), poisoned.simId());
        clock.advance(Duration.ofMinutes(1));
        desk.runDue();
        assertThat(desk.row(poisoned).get(0)).isEqualTo("TERMINATED");
        assertThat(desk.get(poisoned).terminatedAt()).isEqualTo(due);
    }

    @Test
    void expiryThatFallsDueWhileAnotherTreesSimIsHeldIsDoneAtOnce() throws Exception {
        // Given
        desk.runDue();
        SimView held = desk.expiringSoon(desk.anUnprotectedSim(accounts.main()), ExpiryAction.SUSPEND);
        SimView other = desk.expiring(
                desk.anUnprotectedSim(accounts.main()), held.expiryAt().plusSeconds(60), ExpiryAction.SUSPEND);
        clock.advance(HOUR);
        try (Stranger holder = database.stranger()) {
            holder.rows(
                    "select id from sim where tenant_id = $1 and id = $2 for update", held.tenantId(), held.simId());
            CompletableFuture<Void> sweep = CompletableFuture.runAsync(desk::runDue);
            Awaitility.await().until(() -> database.waiting() > 0);
            // When
            clock.advance(Duration.ofSeconds(60));
            Awaitility.await().until(() -> written(other).equals(SimStatus.SUSPENDED.name()));
            // Then
            assertThat(written(held)).isEqualTo(held.status().name());
            assertThat(sweep).isNotDone();
            // When
            holder.commit();
            sweep.get(30, TimeUnit.SECONDS);
        }
        // Then
        assertThat(written(held)).isEqualTo(SimStatus.SUSPENDED.name());
    }

    private Object written(SimView sim) {
        return database.column("select status from sim where tenant_id = $1 and id = $2", sim.tenantId(), sim.simId())
                .get(0);
    }
}
