package io.curfew.sims;

import static io.curfew.sims.SimDesk.ACTOR;
import static io.curfew.sims.SimDesk.on;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;

/** Expiry and termination protection. The worker never runs unless a test says so. */
@CurfewTest
class SimExpiryTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    SimQueryService queries;

    @Inject
    SimSessionService sessions;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    /** Active, online, protection off. */
    private SimView anOnlineSim() {
        SimView sim = desk.anUnprotectedSim(accounts.main());
        return await(() -> sessions.start(on(sim), new StartSession(null, "356938035643809", "10.0.0.1")));
    }

    private SimView expiring(SimView sim, Instant at, @Nullable ExpiryAction action) {
        return await(() -> sims.change(new ChangeSim.SetExpiry(on(sim), at, action)));
    }

    private SimView expiringSoon(SimView sim, @Nullable ExpiryAction action) {
        return expiring(sim, clock.now().plus(HOUR), action);
    }

    private static SimStatus expected(@Nullable ExpiryAction action) {
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
        SimView set = expiringSoon(anOnlineSim(), action);
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
        SimView sim = expiring(anOnlineSim(), clock.now().plus(HOUR), ExpiryAction.TERMINATE);
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
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.TERMINATE);
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
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.SUSPEND);
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
        SimView sim = expiringSoon(anOnlineSim(), action);
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
        SimView sim = expiringSoon(anOnlineSim(), action);
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
        assertThat(connect(sim)).contains("expired");
    }

    /** Empty when it connects, else the reason of the refusal. */
    private Optional<Object> connect(SimView sim) {
        try {
            await(() -> sessions.start(on(sim), new StartSession(null, "356938035643809", null)));
            return Optional.empty();
        } catch (DomainException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.SESSION_REFUSED);
            return Optional.of(e.error().details().get("reason"));
        }
    }

    @Test
    void passedExpiryBlocksSessionsUntilClearedOrMoved() {
        // Given
        SimView sim = expiringSoon(desk.aSim(accounts.main()), null);
        clock.advance(HOUR);
        // When, Then: a ready SIM does not become active by itself either
        assertThat(connect(sim)).contains("expired");
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.READY);
        expiringSoon(sim, ExpiryAction.DO_NOTHING);
        assertThat(connect(sim)).isEmpty();
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.ACTIVE);
        clock.advance(HOUR);
        assertThat(desk.get(sim).isOnline()).isTrue();
        assertThat(connect(sim)).contains("expired");
        await(() -> sims.change(new ChangeSim.UnsetExpiry(on(sim))));
        assertThat(connect(sim)).isEmpty();
    }

    @Test
    void readySimDoesNotFireByStandingStill() {
        // Given
        SimView sim = expiringSoon(desk.aSim(accounts.main()), ExpiryAction.DELETE_SESSION);
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
        SimView sim = anOnlineSim();
        Instant past = clock.now().minus(Duration.ofDays(3));
        // When
        SimView answer = expiring(sim, past, action);
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
    void settingTheSameAgainWritesNothing() {
        // Given
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.DEACTIVATE);
        List<Object> row = desk.row(sim);
        // When
        SimView again = expiring(sim, sim.expiryAt(), ExpiryAction.DEACTIVATE);
        // Then
        assertThat(again).isEqualTo(sim);
        assertThat(desk.row(sim)).isEqualTo(row);
        assertThat(desk.work(sim)).containsExactly("sim-expiry");
    }

    @Test
    void movedExpiryFiresAtTheNewTimeOnly() {
        // Given
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.DEACTIVATE);
        SimView moved = expiring(sim, sim.expiryAt().plus(HOUR), ExpiryAction.SUSPEND);
        assertThat(desk.work(sim)).containsExactly("sim-expiry");
        // When
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.get(sim)).isEqualTo(moved);
        clock.advance(HOUR);
        desk.runDue();
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.SUSPENDED);
        assertThat(desk.get(sim).updatedAt()).isEqualTo(moved.expiryAt());
    }

    @Test
    void movedForwardExpiryFiresEarlier() {
        // Given
        SimView sim = expiring(anOnlineSim(), clock.now().plus(Duration.ofDays(9)), ExpiryAction.DEACTIVATE);
        SimView moved = expiringSoon(sim, ExpiryAction.DEACTIVATE);
        // When
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.row(sim).get(0)).isEqualTo("INACTIVE");
        assertThat(desk.get(sim).updatedAt()).isEqualTo(moved.expiryAt());
    }

    @Test
    void unsetBeforeDefuses() {
        // Given
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.TERMINATE);
        // When
        SimView unset = await(() -> sims.change(new ChangeSim.UnsetExpiry(on(sim))));
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(unset.expiryAt()).isNull();
        assertThat(unset.expiryAction()).isNull();
        assertThat(desk.get(sim)).isEqualTo(unset);
        assertThat(desk.work(sim)).isEmpty();
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.UnsetExpiry(on(sim))))))
                .contains(ErrorCode.EXPIRY_NOT_SET);
    }

    @Test
    void unsetAfterTheInstantDefusesNothing() {
        // Given
        SimView terminating = expiringSoon(anOnlineSim(), ExpiryAction.TERMINATE);
        SimView suspending = expiringSoon(anOnlineSim(), ExpiryAction.SUSPEND);
        clock.advance(HOUR);
        // When
        Optional<ErrorCode> refusal =
                refusal(() -> await(() -> sims.change(new ChangeSim.UnsetExpiry(on(terminating)))));
        SimView suspended = await(() -> sims.change(new ChangeSim.UnsetExpiry(on(suspending))));
        desk.runDue();
        // Then
        assertThat(refusal).contains(ErrorCode.SIM_TERMINATED);
        assertThat(desk.get(terminating).status()).isEqualTo(SimStatus.TERMINATED);
        assertThat(suspended.status()).isEqualTo(SimStatus.SUSPENDED);
        assertThat(suspended.renewalSetAt()).isEqualTo(suspending.expiryAt());
        assertThat(suspended.expiryAt()).isNull();
        assertThat(desk.statuses(suspending)).endsWith(SubscriberStatus.SUSPENDED);
        assertThat(desk.get(suspending)).isEqualTo(suspended);
    }

    @Test
    void everyWriteSettlesFirstSoThatNothingComesBeforeTheExpiry() {
        // Given
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.DEACTIVATE);
        clock.advance(HOUR);
        // When
        SimView tagged = await(() -> sims.change(new ChangeSim.PutTags(on(sim), Map.of("name", "late"))));
        // Then
        assertThat(tagged.status()).isEqualTo(SimStatus.INACTIVE);
        assertThat(tagged.version()).isEqualTo(sim.version() + 2);
        assertThat(desk.row(sim).get(0)).isEqualTo("INACTIVE");
        assertThat(desk.events(sim)).endsWith("sim.deactivated", "sim.updated");
        assertThat(desk.work(sim)).isEmpty();
    }

    @Test
    void settingAnewAfterTheInstantSettlesTheOldOne() {
        // Given
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.DEACTIVATE);
        clock.advance(HOUR);
        // When
        SimView again = expiringSoon(sim, ExpiryAction.SUSPEND);
        // Then
        assertThat(again.status()).isEqualTo(SimStatus.INACTIVE);
        assertThat(again.expiryFiredAt()).isNull();
        clock.advance(HOUR);
        desk.runDue();
        assertThat(desk.statuses(sim)).endsWith(SubscriberStatus.INACTIVE, SubscriberStatus.SUSPENDED);
    }

    // ---- protection ----

    @Test
    void protectionIsOnByDefaultAndRefusesToTerminateByIdAndByImsi() {
        // Given
        SimView sim = desk.aSim(accounts.main());
        List<Object> row = desk.row(sim);
        OnSim byImsi = new OnSim(sim.tenantId(), Coverage.GLOBAL, SimRef.imsi(sim.primaryImsi()), ACTOR);
        // When, Then
        assertThat(sim.terminationEnabled()).isFalse();
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)))))
                .contains(ErrorCode.SIM_PROTECTED);
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.ToStatus(byImsi, SimStatus.TERMINATED)))))
                .contains(ErrorCode.SIM_PROTECTED);
        assertThat(desk.row(sim)).isEqualTo(row);
        await(() -> sims.change(new ChangeSim.SetProtection(byImsi, true)));
        assertThat(await(() -> sims.change(new ChangeSim.ToStatus(byImsi, SimStatus.TERMINATED)))
                        .status())
                .isEqualTo(SimStatus.TERMINATED);
    }

    @Test
    void switchesAreIdempotent() {
        // Given
        SimView sim = desk.aSim(accounts.main());
        // When
        SimView same = await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        SimView off = await(() -> sims.change(new ChangeSim.SetProtection(on(sim), true)));
        SimView offAgain = await(() -> sims.change(new ChangeSim.SetProtection(on(sim), true)));
        // Then
        assertThat(same).isEqualTo(sim);
        assertThat(offAgain).isEqualTo(off);
        assertThat(off.terminationEnabled()).isTrue();
        assertThat(desk.events(sim)).containsExactly("sim.registered", "sim.termination-enabled");
    }

    @Test
    void armedTerminationFiresThoughProtectionWasSwitchedOnAgain() {
        // Given
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.TERMINATE);
        SimView protectedAgain = await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        assertThat(protectedAgain.terminationEnabled()).isFalse();
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)))))
                .contains(ErrorCode.SIM_PROTECTED);
        // When
        clock.advance(HOUR);
        // Then
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.TERMINATED);
        desk.runDue();
        assertThat(desk.row(sim).get(0)).isEqualTo("TERMINATED");
        assertThat(desk.get(sim).terminatedAt()).isEqualTo(sim.expiryAt());
    }

    @Test
    void terminatingExpiryIsNotAcceptedUnderProtectionAndWhatWasStoredStays() {
        // Given
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.TERMINATE);
        SimView stored = await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        // When, Then
        assertThat(refusal(() -> expiringSoon(sim, ExpiryAction.TERMINATE))).contains(ErrorCode.SIM_PROTECTED);
        assertThat(refusal(() -> expiring(sim, sim.expiryAt(), ExpiryAction.TERMINATE)))
                .contains(ErrorCode.SIM_PROTECTED);
        assertThat(desk.get(sim)).isEqualTo(stored);
        clock.advance(HOUR);
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.TERMINATED);
    }

    static Stream<ExpiryAction> harmless() {
        return Stream.of(
                ExpiryAction.DO_NOTHING, ExpiryAction.DELETE_SESSION, ExpiryAction.DEACTIVATE, ExpiryAction.SUSPEND);
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void otherActionsMayReplaceIt(ExpiryAction action) {
        // Given
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.TERMINATE);
        await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        // When
        expiring(sim, sim.expiryAt(), action);
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.get(sim).status()).isEqualTo(expected(action));
    }

    @Test
    void unsettingUnderProtectionDefusesIt() {
        // Given
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.TERMINATE);
        await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        // When
        await(() -> sims.change(new ChangeSim.UnsetExpiry(on(sim))));
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.ACTIVE);
    }

    @Test
    void terminatedSimTakesNoChangeButTagsAndItsGroup() {
        // Given
        Credentials main = accounts.main();
        SimView sim = desk.anUnprotectedSim(main);
        SimView terminated = await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)));
        // When
        List<Optional<ErrorCode>> refusals = new ArrayList<>();
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.ACTIVE)))));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.SetProtection(on(sim), true)))));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)))));
        refusals.add(refusal(() -> expiringSoon(sim, null)));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.UnsetExpiry(on(sim))))));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.SetSpeedClass(on(sim), "s1.fast")))));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.SetImeiLock(on(sim), "356938035643809")))));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.UnsetImeiLock(on(sim))))));
        // Then
        assertThat(refusals).containsOnly(Optional.of(ErrorCode.SIM_TERMINATED));
        assertThat(await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED))))
                .isEqualTo(terminated);
        assertThat(await(() -> sims.change(new ChangeSim.UnsetGroup(on(sim))))).isEqualTo(terminated);
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.SetGroup(on(sim), "none")))))
                .contains(ErrorCode.GROUP_UNKNOWN);
        assertThat(desk.get(sim)).isEqualTo(terminated);
        assertThat(await(() -> sims.change(new ChangeSim.PutTags(on(sim), Map.of("name", "gone"))))
                        .name())
                .isEqualTo("gone");
        assertThat(connect(sim)).contains("terminated");
    }

    @Test
    void terminationKeepsTheExpiryAndFiresItNoMore() {
        // Given
        SimView sim = expiringSoon(anOnlineSim(), ExpiryAction.DEACTIVATE);
        // When
        SimView terminated = await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)));
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.get(sim)).isEqualTo(terminated);
        assertThat(terminated.expiryAt()).isEqualTo(sim.expiryAt());
        assertThat(desk.work(sim)).containsExactly("sim-purge");
        assertThat(desk.statuses(sim)).endsWith(SubscriberStatus.TERMINATED).doesNotContain(SubscriberStatus.INACTIVE);
    }

    // ---- many ----

    @Test
    void batchIsDoneAndAPoisonedItemStopsNobody() {
        // Given
        Credentials main = accounts.main();
        List<SimView> many = new ArrayList<>();
        Instant due = clock.now().plus(HOUR);
        for (int i = 0; i < 12; i++) {
            many.add(expiring(desk.anUnprotectedSim(main), due, ExpiryAction.TERMINATE));
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
        SimView held = expiringSoon(desk.anUnprotectedSim(accounts.main()), ExpiryAction.SUSPEND);
        SimView other =
                expiring(desk.anUnprotectedSim(accounts.main()), held.expiryAt().plusSeconds(60), ExpiryAction.SUSPEND);
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
