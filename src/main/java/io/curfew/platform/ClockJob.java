package io.curfew.platform;

import io.curfew.resilience.Jobs;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Keeps {@link DatabaseClock} close to the database. */
@ApplicationScoped
class ClockJob {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DatabaseClock clock;
    private final Jobs jobs;

    ClockJob(DatabaseClock clock, Jobs jobs) {
        this.clock = clock;
        this.jobs = jobs;
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> synchronize() {
        return jobs.run("clock", PATIENCE, run -> clock.synchronize());
    }
}
