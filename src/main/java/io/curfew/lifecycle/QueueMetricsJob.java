package io.curfew.lifecycle;

import io.curfew.resilience.Jobs;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Reads how the queue stands, for the metrics. */
@ApplicationScoped
class QueueMetricsJob {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final QueueMetrics metrics;
    private final Jobs jobs;

    QueueMetricsJob(QueueMetrics metrics, Jobs jobs) {
        this.metrics = metrics;
        this.jobs = jobs;
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return jobs.run("queue metrics", PATIENCE, run -> metrics.refresh());
    }
}
