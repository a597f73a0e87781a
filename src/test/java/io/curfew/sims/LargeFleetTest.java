package io.curfew.sims;

import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An account with very many SIMs ends: no transaction grows with their number, also where the planner has not heard of them
 * yet.
 */
@CurfewTest
class LargeFleetTest {
    private static final int FEW = 1_500;
    private static final int MANY = 200_000;
    private static final int AT_A_TIME = 20_000;

    /** A page takes a fraction of a second, the whole fleet minutes; what lies between is for a machine with other things to do. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final long MOST_OF_A_TRANSACTION = 200;

    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    SimQueryService queries;

    @Inject
    Accounts accounts;

    @Inject
    WorkRunner runner;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    @Test
    void fleetIsReleasedAndPurgedByPages() throws Exception {
        closeFleet(20_000_000L, FEW);
    }

    @Test
    @Tag("slow")
    void veryLargeFleetIsReleasedAndPurgedByPages() throws Exception {
        closeFleet(30_000_000L, MANY);
    }

    private void closeFleet(long first, int size) throws Exception {
        // Given a main account with a fleet, and a SIM of another tree
        Credentials main = accounts.main();
        Credentials other = accounts.main();
        SimView others = desk.aSim(other);
        fill(main, first, size);
        SimView one = await(() -> queries.get(main.sid(), null, SimRef.id("8900" + first)));
        try (Longest longest = new Longest()) {
            // When
            long start = System.nanoTime();
            desk.close(main, main);
            System.out.printf("closing with %d SIMs: %d ms%n", size, (System.nanoTime() - start) / 1_000_000);
            // Then one item for all of them, and all of them read as terminated
            assertThat(database.column(
                            "select kind from lifecycle_work where tenant_id = $1 and kind <> 'sim-expiry' order by kind",
                            main.sid()))
                    .containsExactly("account-purge", "account-release");
            assertThat(desk.get(one).status()).isEqualTo(SimStatus.TERMINATED);
            // When
            desk.runDue();
            // Then
            assertThat(database.rows(
                            "select s.status, count(*), count(distinct s.version) from sim s join account a on"
                                    + " a.id = s.account_id where s.tenant_id = $1 and s.terminated_at = a.closed_at"
                                    + " group by 1",
                            main.sid()))
                    .containsExactly(List.of("TERMINATED", (long) size, 1L));
            for (String table : List.of("outbox_event where type", "audit_entry where action")) {
                assertThat(database.rows(
                                "select count(*), count(distinct subject) from " + table
                                        + " = 'sim.terminated' and tenant_id = $1",
                                main.sid()))
                        .containsExactly(List.of((long) size, (long) size));
            }
            assertThat(database.count(
                            "select max(n) from (select count(*) as n from outbox_event where type = 'sim.terminated'"
                                    + " and tenant_id = $1 group by cast(xmin as text)) as transactions",
                            main.sid()))
                    .as("SIMs that one transaction released")
                    .isLessThanOrEqualTo(MOST_OF_A_TRANSACTION);
            assertThat(database.rows(
                            "select kind, count(*) from lifecycle_work where tenant_id = $1 group by 1 order by 1",
                            main.sid()))
                    .containsExactly(List.of("account-purge", 1L), List.of("sim-purge", (long) size));
            // When
            clock.advance(Duration.ofDays(30));
            desk.runDue();
            // Then
            assertThat(longest.seen()).isLessThan(LONGEST);
        }
        for (String table : List.of(
                "account",
                "sim",
                "sim_profile",
                "sim_subscriber",
                "sim_status_history",
                "sim_place",
                "lifecycle_work",
                "account_policy")) {
            assertThat(database.count("select count(*) from " + table + " where tenant_id = $1", main.sid()))
                    .as(table)
                    .isZero();
        }
        assertThat(database.count("select count(*) from tombstone where account_id = $1", main.sid()))
                .isOne();
        assertThat(database.count(
                        "select count(*) from directory where tenant_id = $1 and kind in ('SIM', 'IMSI', 'ICCID')",
                        main.sid()))
                .isZero();
        assertThat(desk.get(others)).isEqualTo(others);
    }

    /** Active SIMs without protection, which expire in a year. */
    private void fill(Credentials main, long first, int size) {
        Instant expiry = clock.now().plus(Duration.ofDays(365));
        for (int filled = 0; filled < size; filled += AT_A_TIME) { // each within the time that a statement may take
            int more = Math.min(AT_A_TIME, size - filled);
            SimFleet.fill(main.sid(), first + filled, more, List.of(ExpiryAction.SUSPEND), expiry, Duration.ZERO)
                    .forEach(database::execute);
        }
    }

    @Test
    void protectedSimsAreCountedAndTheFirstHundredNamed() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        fill(main, 40_000_000L, 300);
        database.execute(
                "update sim set termination_enabled = false where tenant_id = $1 and id >= '890040000050'", main.sid());
        // When
        DomainException refusal = catchThrowableOfType(DomainException.class, () -> desk.close(main, main));
        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.BLOCKED);
        assertThat(refusal.error().details()).containsEntry("blockerCount", 250L);
        assertThat(refusal.error().details().get("blockers"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(100)
                .first()
                .isEqualTo(Map.of("kind", "sim", "id", "890040000050", "reason", "termination-protection"));
        assertThat(refusal(() -> desk.close(main, sub))).isEmpty();
    }

    @Test
    void simThatCannotBeReleasedIsAloneWithIt() {
        // Given a SIM that nobody can read
        Credentials main = accounts.main();
        fill(main, 41_000_000L, 250);
        database.execute(
                "update sim set type = 'UICC', module_type = 'NO SUCH' where tenant_id = $1 and id = '890041000007'",
                main.sid());
        // When
        desk.close(main, main);
        desk.runDue();
        clock.advance(Duration.ofMinutes(1));
        desk.runDue();
        // Then
        assertThat(database.column("select id from sim where tenant_id = $1 and status <> 'TERMINATED'", main.sid()))
                .containsExactly("890041000007");
        assertThat(database.count(
                        "select count(*) from outbox_event where tenant_id = $1 and type = 'sim.terminated'",
                        main.sid()))
                .isEqualTo(249);
        assertThat(database.column(
                        "select target_id from lifecycle_work where tenant_id = $1 and kind = 'sim-release'",
                        main.sid()))
                .containsExactly("890041000007");
        // When: it is late for everything, and keeps the account from nothing
        clock.advance(Duration.ofDays(30));
        desk.runDue();
        // Then
        assertThat(database.count("select count(*) from account where tenant_id = $1", main.sid()))
                .isZero();
        assertThat(database.count("select count(*) from sim where tenant_id = $1", main.sid()))
                .isZero();
    }

    @Test
    void longHistoryGoesByPages() {
        // Given two SIMs with long histories, one of which ends with its account
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        SimView kept = desk.unprotected(desk.aSim(main, main, Coverage.GLOBAL, "plan01s"));
        SimView closed = desk.unprotected(desk.aSim(main, sub, Coverage.GLOBAL, "plan01s"));
        for (SimView sim : List.of(kept, closed)) {
            database.execute(
                    "insert into sim_session_event (tenant_id, sim_id, no, event, session_id, imsi, subscription,"
                            + " started_at, at) select tenant_id, id, n, 'MODIFIED', 's', primary_imsi, subscription,"
                            + " created_at, created_at from sim, generate_series(1000, 12999) n"
                            + " where tenant_id = $1 and id = $2",
                    sim.tenantId(),
                    sim.simId());
            database.execute(
                    "update sim set records = 13000 where tenant_id = $1 and id = $2", sim.tenantId(), sim.simId());
        }
        await(() -> sims.change(new ChangeSim.ToStatus(SimDesk.on(kept), SimStatus.TERMINATED)));
        desk.close(main, sub);
        desk.runDue();
        clock.advance(Duration.ofDays(30));
        // When
        desk.runDue();
        // Then
        for (String table : List.of("sim", "sim_session_event", "sim_status_history")) {
            assertThat(database.count("select count(*) from " + table + " where tenant_id = $1", main.sid()))
                    .as(table)
                    .isZero();
        }
        assertThat(desk.audit(kept)).endsWith("sim.terminated", "sim.purged");
        assertThat(database.count("select count(*) from tombstone where account_id = $1", sub.sid()))
                .isOne();
        assertThat(database.count(
                        "select count(*) from lifecycle_work where tenant_id = $1 and kind like 'sim-%'", main.sid()))
                .isZero();
    }

    /** Watches how long transactions of the service last. */
    private final class Longest implements AutoCloseable {
        private final AtomicLong millis = new AtomicLong();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Thread watch = new Thread(this::look, "longest");

        private Longest() {
            watch.start();
        }

        private void look() {
            while (!stopped.get()) {
                long seen = database.count(
                        "select coalesce(max(extract(epoch from clock_timestamp() - xact_start) * 1000), 0)"
                                + " from pg_stat_activity where datname = current_database()"
                                + " and backend_type = 'client backend' and pid <> pg_backend_pid()");
                millis.accumulateAndGet(seen, Math::max);
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }

        private Duration seen() {
            System.out.printf("longest transaction: %d ms%n", millis.get());
            return Duration.ofMillis(millis.get());
        }

        @Override
        public void close() throws InterruptedException {
            stopped.set(true);
            watch.join();
        }
    }
}
