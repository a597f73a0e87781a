package io.curfew.events;

import io.curfew.resilience.JobRun;
import io.curfew.resilience.Jobs;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Seals the journal on every replica, several times a second, so that readers are a second behind at most. The scheduler
 * looks at its triggers once a second; so a run goes on until the replica stops, or until it fails.
 */
@ApplicationScoped
class JournalJob {
    /** The wait between two rounds when nothing is left to seal. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JournalSealer sealer;
    private final Jobs jobs;
    private volatile boolean stopping;

    JournalJob(JournalSealer sealer, Jobs jobs) {
        this.sealer = sealer;
        this.jobs = jobs;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> seal() {
        return jobs.run("journal", PATIENCE, this::sealOn);
    }

    /**
     * Goes on until the very end, for requests in flight write until then. What the last ones write is sealed by other
     * replicas, or after the next start.
     */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private Uni<Void> sealOn(JobRun run) {
        return Uni.createFrom()
                .deferred(sealer::seal)
                .call(more -> more
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().voidItem().onItem().delayIt().by(PAUSE))
                .repeat()
                .whilst(more -> run.goesOn() && !stopping)
                .collect()
                .last()
                .replaceWithVoid()
                // The database's connections may be gone by now.
                .onFailure(failure -> stopping)
                .recoverWithNull();
    }
}
