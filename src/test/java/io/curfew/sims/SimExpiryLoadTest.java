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
        for (int i = 0; i < TENANTS; i++) {
            SimFleet.fill(
                            mains.get(i).sid(),
                            1_000_000L * (i + 1),
                            SIMS,
                            List.of(ExpiryAction.TERMINATE),
                            due,
                            Duration.ZERO)
                    .forEach(database::execute);
        }
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
}
