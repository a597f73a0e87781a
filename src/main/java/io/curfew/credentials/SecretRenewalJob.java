package io.curfew.credentials;

import io.curfew.resilience.Jobs;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Runs {@link SecretRenewal}. */
@ApplicationScoped
class SecretRenewalJob {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final SecretRenewal renewal;
    private final Jobs jobs;

    SecretRenewalJob(SecretRenewal renewal, Jobs jobs) {
        this.renewal = renewal;
        this.jobs = jobs;
    }

    @CheckReturnValue
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> renew() {
        return jobs.run("secret renewal", PATIENCE, renewal::run);
    }
}
