package io.curfew.events;

import io.curfew.resilience.Jobs;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Reads how full the outbox is and how far the journal is behind, for the metrics. */
@ApplicationScoped
class OutboxMetricsJob {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OutboxMetrics metrics;
    private final Jobs jobs;

    OutboxMetricsJob(OutboxMetrics metrics, Jobs jobs) {
        this.metrics = metrics;
        this.jobs = jobs;
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return jobs.run("outbox metrics", PATIENCE, run -> metrics.refresh());
    }
}
