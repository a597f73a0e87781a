package io.curfew.lifecycle;

import io.curfew.kernel.RealClock;
import io.curfew.resilience.JobRun;
import io.curfew.resilience.Jobs;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The timer behind {@link WorkRunner}: runs on every replica. A sweep goes on for as long as more falls due before the
 * next one would begin, and it waits for those instants, so that what was queued in time is not late by the interval.
 */
@ApplicationScoped
class SweepJob {
    /** The scheduler looks at its triggers once a second, so the next sweep may begin that much later. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    /**
     * What falls due within this time is done together: many items at a time cost a fraction of what they cost one by
     * one.
     */
    private static final Duration BREATH = Duration.ofMillis(100);

    /** Longer than an item may take. The wait for what falls due next comes on top. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final WorkRunner runner;
    private final LifecycleConfig config;
    private final RealClock clock;
    private final Jobs jobs;
    private volatile boolean stopping;

    SweepJob(WorkRunner runner, LifecycleConfig config, RealClock clock, Jobs jobs) {
        this.runner = runner;
        this.config = config;
        this.clock = clock;
        this.jobs = jobs;
    }

    @Scheduled(every = "${curfew.lifecycle.sweep-interval:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return config.sweeps()
                ? jobs.run("sweep", PATIENCE.plus(config.sweepInterval()), this::sweepOn)
                : Uni.createFrom().voidItem();
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
    }

    private Uni<Void> sweepOn(JobRun run) {
        return Uni.createFrom()
                .deferred(() -> round(run))
                .repeat()
                .whilst(next -> next.isPresent() && run.goesOn() && !stopping)
                .collect()
                .last()
                .replaceWithVoid()
                // The database's connections may be gone by now.
                .onFailure(failure -> stopping)
                .recoverWithNull();
    }

    /** Does what is due, then waits for what falls due next; empty when that is for another sweep. */
    private Uni<Optional<Instant>> round(JobRun run) {
        Instant since = clock.now();
        return runner.runDue(run)
                .chain(() ->
                        runner.nextDue(since, since.plus(config.sweepInterval()).plus(SLACK)))
                .map(Optional::ofNullable)
                .call(next -> next.map(this::awaitInstant)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> awaitInstant(Instant due) {
        Duration left = Duration.between(clock.now(), due);
        return Uni.createFrom().voidItem().onItem().delayIt().by(left.compareTo(BREATH) > 0 ? left : BREATH);
    }
}
