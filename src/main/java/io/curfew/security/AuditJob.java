package io.curfew.security;

import io.curfew.resilience.Jobs;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Writes down what {@link AuditTrail} has gathered. */
@ApplicationScoped
class AuditJob {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final AuditTrail trail;
    private final Jobs jobs;

    AuditJob(AuditTrail trail, Jobs jobs) {
        this.trail = trail;
        this.jobs = jobs;
    }

    @CheckReturnValue
    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> write() {
        return jobs.run("audit", PATIENCE, run -> trail.write(false));
    }
}
