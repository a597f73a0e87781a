package io.curfew.sims;

import static io.curfew.sims.SimDesk.ACTOR;
import static io.curfew.sims.SimDesk.on;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Database.Stranger;
import io.curfew.testing.SettableClock;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of SIMs when their holder is closed, and when their time is over. */
@CurfewTest
class SimClosingTest {
    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    SimQueryService queries;

    @Inject
    SimSessionService sessions;

    @Inject
    SimGroupService groups;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    private SimView heldBy(Credentials main, Credentials holder) {
        return desk.aSim(main, holder, Coverage.GLOBAL, "plan01s");
    }

    @Test
    void protectedSimStandsInTheWayOfClosing() {
        // Given
        Credentials main = accounts.main();
        SimView guarded = heldBy(main, main);
        SimView open = desk.anUnprotectedSim(main);
        // When
        DomainException refusal = catchThrowableOfType(DomainException.class, () -> desk.close(main, main));
        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.BLOCKED);
        assertThat(refusal.error().details())
                .isEqualTo(Map.of(
                        "blockers",
                        List.of(Map.of("kind", "sim", "id", guarded.simId(), "reason", "termination-protection")),
                        "blockerCount",
                        1L));
        assertThat(desk.get(open).status()).isEqualTo(SimStatus.READY);
        assertThat(desk.work(open)).isEmpty();
    }

    @Test
    void subaccountsProtectedSimStandsInTheWayOfClosingTheMainAccountToo() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        SimView guarded = heldBy(main, sub);
        // When, Then
        assertThat(refusal(() -> desk.close(main, main))).contains(ErrorCode.BLOCKED);
        assertThat(refusal(() -> desk.close(main, sub))).contains(ErrorCode.BLOCKED);
        desk.unprotected(guarded);
        desk.close(main, main);
        assertThat(desk.get(guarded).status()).isEqualTo(SimStatus.TERMINATED);
        desk.runDue();
        assertThat(desk.row(guarded).get(0)).isEqualTo("TERMINATED");
    }

    @Test
    void terminatedAndExpiredSimsBlockNothing() {
        // Given
        Credentials main = accounts.main();
        SimView armed = desk.anUnprotectedSim(main);
        await(() ->
                sims.change(new ChangeSim.SetExpiry(on(armed), clock.now().plusSeconds(60), ExpiryAction.TERMINATE)));
        await(() -> sims.change(new ChangeSim.SetProtection(on(armed), false)));
        assertThat(refusal(() -> desk.close(main, main))).contains(ErrorCode.BLOCKED);
        // When
        clock.advance(Duration.ofMinutes(1));
        // Then
        assertThat(refusal(() -> desk.close(main, main))).isEmpty();
    }

    @Test
    void othersAreTerminatedFromTheClosingOnWhateverTheWorkerDoes() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        SimView sim = desk.unprotected(heldBy(main, sub));
        await(() -> sessions.start(on(sim), new StartSession(null, null, null)));
        List<Object> row = desk.row(sim);
        // When
        desk.close(main, sub);
        SimView seen = desk.get(sim);
        // Then
        assertThat(desk.row(sim)).isEqualTo(row);
        assertThat(seen).returns(SimStatus.TERMINATED, SimView::status).returns(false, SimView::isOnline);
        assertThat(database.column("select closed_at from account where id = $1", sub.sid()))
                .singleElement()
                .isEqualTo(OffsetDateTime.ofInstant(seen.terminatedAt(), ZoneOffset.UTC));
        assertThat(await(() -> queries.countsByStatus(main.sid(), null)))
                .containsEntry(SimStatus.TERMINATED, 1L)
                .containsEntry(SimStatus.ACTIVE, 0L);
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.ACTIVE)))))
                .contains(ErrorCode.SIM_TERMINATED);
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)))))
                .contains(ErrorCode.SIM_TERMINATED);
        // When
        desk.runDue();
        // Then
        assertThat(desk.get(sim)).isEqualTo(seen);
        assertThat(desk.row(sim).get(0)).isEqualTo("TERMINATED");
        assertThat(desk.work(sim)).containsExactly("sim-purge");
        assertThat(desk.events(sim)).endsWith("sim.terminated");
    }

    @Test
    void expiryBeforeTheClosingComesBeforeTheClosing() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        SimView sim = desk.unprotected(heldBy(main, sub));
        SimView set = await(() ->
                sims.change(new ChangeSim.SetExpiry(on(sim), clock.now().plusSeconds(60), ExpiryAction.DEACTIVATE)));
        clock.advance(Duration.ofMinutes(2));
        // When
        desk.close(main, sub);
        desk.runDue();
        // Then
        assertThat(desk.statuses(sim))
                .containsExactly(SubscriberStatus.READY, SubscriberStatus.INACTIVE, SubscriberStatus.TERMINATED);
        assertThat(desk.history(sim).get(1).at()).isEqualTo(set.expiryAt());
    }

    @Test
    void terminatedSimIsGoneAfterItsTimeAndLeavesNoRow() {
        // Given
        Credentials main = accounts.main();
        SimView sim = desk.anUnprotectedSim(main);
        GroupView group = await(() -> groups.create(main.sid(), Coverage.GLOBAL, Map.of("name", "fleet"), ACTOR));
        await(() -> sims.change(new ChangeSim.SetGroup(on(sim), group.groupId())));
        await(() -> sessions.start(on(sim), new StartSession(null, null, null)));
        await(() -> sims.change(new ChangeSim.AddSubscription(on(sim), sim.activeProfileId(), "planArc01")));
        SimView terminated = await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)));
        assertThat(terminated.purgeAt()).isEqualTo(terminated.terminatedAt().plus(Duration.ofDays(30)));
        // When: until a moment before it is shown
        clock.advance(Duration.ofDays(30).minusMinutes(1));
        assertThat(desk.list(SimFilter.all(main.sid(), Coverage.GLOBAL))).containsExactly(terminated);
        clock.advance(Duration.ofMinutes(1));
        // Then: gone for readers, though the rows are there
        assertGone(sim);
        assertThat(desk.row(sim).get(0)).isEqualTo("TERMINATED");
        desk.runDue();
        assertGone(sim);
        assertThat(rowsAbout(sim)).isEmpty();
        assertThat(desk.work(sim)).isEmpty();
        assertThat(database.rows(
                        "select state, secret_hash is null, for_tenant_id is null, claim_id is null from sim_stock"
                                + " where sim_id = $1",
                        sim.simId()))
                .containsExactly(List.of("RETIRED", true, true, true));
        assertThat(desk.audit(sim)).endsWith("sim.terminated", "sim.purged");
        assertThat(database.count(
                        "select count(*) from sim_place p where cast(p as text) like '%' || $1 || '%'",
                        sim.primaryImsi()))
                .isZero();
    }

    /** Not terminated by any worker, let alone purged by one, and gone all the same. */
    @Test
    void simTerminatedByItsExpiryIsGoneInTimeThoughNoWorkerRuns() {
        // Given
        Credentials main = accounts.main();
        SimView sim = desk.anUnprotectedSim(main);
        await(() -> sims.change(new ChangeSim.SetExpiry(on(sim), clock.now().plusSeconds(60), ExpiryAction.TERMINATE)));
        // When
        clock.advance(Duration.ofDays(31));
        // Then
        assertThat(desk.row(sim).get(0)).isEqualTo("READY");
        assertGone(sim);
        desk.runDue();
        assertThat(rowsAbout(sim)).isEmpty();
    }

    private void assertGone(SimView sim) {
        assertThat(refusal(() -> desk.get(sim))).contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> desk.history(sim))).contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.PutTags(on(sim), Map.of())))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(desk.list(SimFilter.all(sim.tenantId(), sim.coverage()))).isEmpty();
        assertThat(await(() -> queries.countsByStatus(sim.tenantId(), null)).values())
                .containsOnly(0L);
    }

    @Test
    void purgeOfTheAccountLeavesNoRow() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        SimView sim = desk.unprotected(heldBy(main, sub));
        SimView others = heldBy(main, main);
        desk.close(main, sub);
        // When
        clock.advance(Duration.ofDays(30));
        desk.runDue();
        desk.runDue();
        // Then
        assertThat(rowsAbout(sim)).isEmpty();
        assertThat(database.count("select count(*) from account where id = $1", sub.sid()))
                .isZero();
        assertThat(desk.get(others)).isEqualTo(others);
    }

    @Test
    void movedSimFollowsItsNewHolder() {
        // Given
        Credentials main = accounts.main();
        Credentials first = accounts.sub(main);
        Credentials second = accounts.sub(main);
        SimView sim = desk.unprotected(heldBy(main, first));
        await(() -> sims.change(
                new ChangeSim.SetExpiry(on(sim), clock.now().plus(Duration.ofDays(60)), ExpiryAction.SUSPEND)));
        // When
        SimView moved = await(() -> sims.change(new ChangeSim.Move(on(sim), second.sid())));
        // Then
        assertThat(moved.accountId()).isEqualTo(second.sid());
        assertThat(desk.get(sim)).isEqualTo(moved);
        assertThat(desk.events(sim)).endsWith("sim.moved");
        assertThat(database.rows(
                        "select account_id, data from outbox_event where subject = $1 and type = 'sim.moved'",
                        sim.simId()))
                .containsExactly(List.of(second.sid(), new JsonObject().put("from", first.sid())));
        assertThat(await(() -> sims.change(new ChangeSim.Move(on(sim), second.sid()))))
                .isEqualTo(moved);
        // When: the account it came from is closed and purged
        desk.close(main, first);
        clock.advance(Duration.ofDays(30));
        desk.runDue();
        // Then: it neither took the SIM with it nor its expiry
        assertThat(database.count("select count(*) from account where id = $1", first.sid()))
                .isZero();
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.READY);
        assertThat(desk.work(sim)).containsExactly("sim-expiry");
        clock.advance(Duration.ofDays(30));
        desk.runDue();
        assertThat(desk.row(sim).get(0)).isEqualTo("SUSPENDED");
        // When
        desk.close(main, second);
        // Then
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.TERMINATED);
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.Move(on(sim), main.sid())))))
                .contains(ErrorCode.SIM_TERMINATED);
    }

    @Test
    void protectedSimStandsInTheWayOfTheAccountItWasMovedTo() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        SimView sim = heldBy(main, main);
        // When
        await(() -> sims.change(new ChangeSim.Move(on(sim), sub.sid())));
        // Then
        assertThat(refusal(() -> desk.close(main, sub))).contains(ErrorCode.BLOCKED);
        await(() -> sims.change(new ChangeSim.Move(on(sim), main.sid())));
        desk.close(main, sub);
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.READY);
    }

    @Test
    void simIsMovedToNoAccountThatIsClosedSuspendedOrOfAnotherTree() {
        // Given
        Credentials main = accounts.main();
        Credentials closed = accounts.sub(main);
        Credentials suspended = accounts.sub(main);
        desk.close(main, closed);
        desk.move(main, suspended, LifecycleStatus.SUSPENDED);
        Credentials stranger = accounts.main();
        SimView sim = heldBy(main, main);
        // Then
        for (Credentials account : List.of(closed, suspended)) {
            assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.Move(on(sim), account.sid())))))
                    .contains(ErrorCode.ACCOUNT_NOT_ACTIVE);
        }
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.Move(on(sim), stranger.sid())))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(desk.get(sim)).isEqualTo(sim);
    }

    @Test
    void purgeOfTheAccountComesAfterTheReleaseAndHoldsNobodyUpMeanwhile() {
        // Given a worker that is thirty days late with the release
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        SimView sim = desk.unprotected(heldBy(main, sub));
        desk.close(main, sub);
        clock.advance(Duration.ofDays(30));
        try (Stranger worker = database.stranger()) {
            assertThat(worker.rows(
                            "select id from lifecycle_work where account_id = $1 and kind = 'account-release' for update",
                            sub.sid()))
                    .hasSize(1);
            // When
            desk.runDue();
            // Then
            assertThat(worker.rows("select id from account where id = $1 for update", sub.sid()))
                    .hasSize(1);
            assertThat(desk.row(sim).get(0)).isEqualTo("READY");
        }
        // When the release goes on, it calls the purge
        desk.runDue();
        // Then
        assertThat(rowsAbout(sim)).isEmpty();
        assertThat(desk.events(sim)).contains("sim.terminated");
        assertThat(database.count("select count(*) from lifecycle_work where account_id = $1", sub.sid()))
                .isZero();
        assertThat(database.count("select count(*) from tombstone where account_id = $1", sub.sid()))
                .isOne();
    }

    /** Every table that has a row with one of the SIM's ids in it; what is append-only, the stock and places left out. */
    private List<String> rowsAbout(SimView sim) {
        List<String> found = new ArrayList<>();
        List<Object> tables = database.column(
                "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public'"
                        + " and c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('audit_entry',"
                        + " 'outbox_event', 'usage_event', 'sim_stock', 'sim_place', 'flyway_schema_history') order by 1");
        for (Object table : tables) {
            for (String id : List.of(sim.simId(), sim.primaryImsi(), sim.activeProfileId())) {
                if (database.count(
                                "select count(*) from " + table + " t where cast(t as text) like '%' || $1 || '%'", id)
                        > 0) {
                    found.add(table + " " + id);
                }
            }
        }
        return found;
    }
}
