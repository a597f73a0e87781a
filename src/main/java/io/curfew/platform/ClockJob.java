package io.curfew.platform;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps {@link DatabaseClock} close to the database. */
@ApplicationScoped
class ClockJob {
    private final DatabaseClock clock;

    ClockJob(DatabaseClock clock) {
        this.clock = clock;
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> synchronize() {
        return clock.synchronize()
                .onFailure()
                .invoke(failure -> Log.warnf("the database's clock was not read: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
