package io.curfew.events;

import io.curfew.resilience.Jobs;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Keeps the months of the append-only tables in time; what is missed goes to their default partition until then. */
@ApplicationScoped
class PartitionJob {
    /** Longer than all attempts for several months take. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final MonthPartitions partitions;
    private final Jobs jobs;

    PartitionJob(MonthPartitions partitions, Jobs jobs) {
        this.partitions = partitions;
        this.jobs = jobs;
    }

    @Scheduled(every = "1h", delayed = "1h", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> keepMonths() {
        return jobs.run(
                "partitions",
                PATIENCE,
                run -> partitions
                        .createAhead()
                        .invoke(made -> made.forEach(name -> Log.infof("month attached: %s", name)))
                        .chain(partitions::detachOld)
                        .invoke(old -> old.forEach(name -> Log.infof("month detached: %s", name))));
    }
}
