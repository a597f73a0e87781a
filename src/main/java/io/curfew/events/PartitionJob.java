package io.curfew.events;

import io.curfew.resilience.Jobs;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Keeps the append-only tables two months of partitions ahead; what is missed goes to their default partition. */
@ApplicationScoped
class PartitionJob {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Jobs jobs;

    PartitionJob(Jobs jobs) {
        this.jobs = jobs;
    }

    @Scheduled(every = "6h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> createAhead() {
        return jobs.run(
                "partitions",
                PATIENCE,
                run -> Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(
                                        "select count(*) from curfew_create_month_partitions(2)", Long.class)
                                .getSingleResult())));
    }
}
