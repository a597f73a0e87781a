package io.curfew.sims;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How fast the worker is when many SIMs of a few tenants expire at one instant; says it, and asks little. */
@CurfewTest
class SimExpiryLoadTest {
    private static final int TENANTS = 4;
    private static final int SIMS = 5_000;

    // Rows as registration makes them, without going through registration twenty thousand times.
    private static final List<String> FILL = List.of("""
            insert into sim (tenant_id, id, account_id, coverage, type, module_type, subscription, status,
                termination_enabled, expiry_at, expiry_action, expiry_due_at, expiry_no, speed_class, active_profile_id,
                primary_imsi, tags, online, records, created_at, updated_at, return_due, version)
            select $1, '8900' || n, $1, 'g', 'UICC', 'NANO', 'plan01s', 'ACTIVE', true, $2, 'TERMINATE', $2, 1,
                's1.standard', '8900' || n, '00101' || n, '{"name": "load"}', false, 0, $3, $3, false, 1
            from generate_series(1000000, $4) n
            """, """
            insert into sim_profile (tenant_id, iccid, sim_id, primary_imsi, ota_supported)
            select tenant_id, id, id, primary_imsi, false from sim where tenant_id = $1
            """, """
            insert into sim_subscriber
                (tenant_id, imsi, sim_id, iccid, msisdn, subscription, bundles, data, sms, is_primary, added_at)
            select tenant_id, primary_imsi, id, id, '9990', subscription, '[]', true, true, true, created_at
            from sim where tenant_id = $1
            """, """
            insert into lifecycle_work (kind, tenant_id, account_id, target_id, due_at)
            select 'sim-expiry', tenant_id, account_id, id || '@1', expiry_due_at from sim where tenant_id = $1
            """);

    @Inject
    WorkRunner runner;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    @Tag("slow")
    @Test
    void thousandsOfSimsExpireInASecond() {
        // Given
        Instant due = clock.now().plus(Duration.ofHours(1));
        List<Credentials> mains =
                IntStream.range(0, TENANTS).mapToObj(i -> accounts.main()).toList();
        mains.forEach(main -> fill(main, due));
        clock.advance(Duration.ofHours(1));
        // When
        long start = System.nanoTime();
        long done = await(runner::runDue);
        double seconds = (System.nanoTime() - start) / 1e9;
        // Then
        System.out.printf("%d SIMs expired in %.1f s: %.0f a second%n", done, seconds, done / seconds);
        mains.forEach(main -> {
            assertThat(database.count(
                            "select count(*) from sim where tenant_id = $1 and status = 'TERMINATED' and terminated_at = $2",
                            main.sid(),
                            due.atOffset(ZoneOffset.UTC)))
                    .isEqualTo(SIMS);
            assertThat(database.count(
                            "select count(distinct subject) from outbox_event where tenant_id = $1"
                                    + " and type = 'sim.terminated'",
                            main.sid()))
                    .isEqualTo(SIMS)
                    .isEqualTo(database.count(
                            "select count(*) from outbox_event where tenant_id = $1 and type = 'sim.terminated'",
                            main.sid()));
            assertThat(database.count("select count(*) from sim_status_history where tenant_id = $1", main.sid()))
                    .isEqualTo(SIMS);
        });
        assertThat(done).isGreaterThanOrEqualTo((long) TENANTS * SIMS);
    }

    private void fill(Credentials main, Instant due) {
        database.execute(
                FILL.get(0),
                main.sid(),
                due.atOffset(ZoneOffset.UTC),
                clock.now().atOffset(ZoneOffset.UTC),
                1_000_000 + SIMS - 1);
        FILL.subList(1, FILL.size()).forEach(sql -> database.execute(sql, main.sid()));
    }
}
