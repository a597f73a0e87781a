package io.curfew.security;

import io.curfew.kernel.RealClock;
import io.curfew.resilience.Jobs;
import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Forgets answers that are too old for anybody to repeat their request. */
@ApplicationScoped
class IdempotencyJob {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RealClock clock;
    private final IdempotencyConfig config;
    private final Jobs jobs;

    IdempotencyJob(RealClock clock, IdempotencyConfig config, Jobs jobs) {
        this.clock = clock;
        this.config = config;
        this.jobs = jobs;
    }

    /** Forgets what has been kept long enough. */
    @CheckReturnValue
    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetOld() {
        return jobs.run(
                "idempotency",
                PATIENCE,
                run -> Panache.withTransaction(() -> Sql.of(
                                "delete from idempotency_key where recorded_at < $1",
                                clock.now().minus(config.keep()))
                        .update()));
    }
}
