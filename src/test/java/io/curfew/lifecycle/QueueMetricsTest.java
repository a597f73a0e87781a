package io.curfew.lifecycle;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.Panache;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@CurfewTest
class QueueMetricsTest {
    private static final String TENANT = "ACmetrics";

    @Inject
    WorkRunner runner;

    @Inject
    WorkQueue queue;

    @Inject
    QueueMetrics metrics;

    @Inject
    QueueMetricsJob job;

    @Inject
    MeterRegistry registry;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    private double gauge(String name, String kind) {
        return registry.get(name).tag("kind", kind).gauge().value();
    }

    private void schedule(String kind, String target, Instant due) {
        await(() -> Panache.withTransaction(() -> queue.schedule(WorkItem.due(kind, TENANT, TENANT, target, due))));
    }

    @Test
    void queueIsShownByKindAndWhatIsDoneIsCounted() {
        // Given
        await(runner::runDue);
        String kind = WorkProbe.KIND;
        database.execute("delete from lifecycle_work where kind = $1", kind);
        Instant due = clock.now().minusSeconds(60);
        schedule(kind, "metrics-1", due);
        schedule(kind, "metrics-2", clock.now());
        schedule(kind, "metrics-3", clock.now().plus(Duration.ofDays(1)));
        schedule("test-of-a-newer-version", "metrics-4", due);
        database.execute(
                "insert into lifecycle_work (kind, tenant_id, account_id, target_id, due_at, state)"
                        + " values ($1, $2, $2, 'metrics-5', now(), 'PARKED')",
                kind,
                TENANT);
        // When
        await(job::refresh);
        // Then
        assertThat(gauge("curfew.work.due", kind)).isEqualTo(2);
        assertThat(gauge("curfew.work.oldest.due", kind)).isBetween(60.0, 61.0);
        assertThat(gauge("curfew.work.parked", kind)).isEqualTo(1);
        assertThat(gauge("curfew.work.due", "other")).isGreaterThanOrEqualTo(1);
        assertThat(gauge("curfew.work.due", "account-purge")).isGreaterThanOrEqualTo(0);
        assertThat(metrics.parked()).isGreaterThanOrEqualTo(1);
        // When
        double done = registry.find("curfew.work.done").tag("kind", kind).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
        await(runner::runDue);
        await(job::refresh);
        // Then
        assertThat(registry.get("curfew.work.done").tag("kind", kind).counter().count())
                .isEqualTo(done + 2);
        assertThat(registry.get("curfew.work.lateness")
                        .tag("kind", kind)
                        .timer()
                        .count())
                .isEqualTo((long) done + 2);
        assertThat(registry.get("curfew.work.lanes.busy").gauge().value()).isZero();
        assertThat(gauge("curfew.work.due", kind)).isZero();
        database.execute("delete from lifecycle_work where tenant_id = $1", TENANT);
    }
}
