package io.curfew.lifecycle;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The timer behind {@link WorkRunner}: runs on every replica. */
@ApplicationScoped
class SweepJob {
    private final WorkRunner runner;
    private final LifecycleConfig config;

    SweepJob(WorkRunner runner, LifecycleConfig config) {
        this.runner = runner;
        this.config = config;
    }

    @Scheduled(every = "${curfew.lifecycle.sweep-interval:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return config.sweeps()
                ? runner.runDue().replaceWithVoid()
                : Uni.createFrom().voidItem();
    }
}
