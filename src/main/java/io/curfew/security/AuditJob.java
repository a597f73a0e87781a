package io.curfew.security;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes down what {@link AuditTrail} has gathered. That it cannot is said once, not every time. */
@ApplicationScoped
class AuditJob {
    private final AuditTrail trail;
    private final AtomicBoolean fails = new AtomicBoolean();

    AuditJob(AuditTrail trail) {
        this.trail = trail;
    }

    @CheckReturnValue
    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> write() {
        return trail.write(false)
                .invoke(() -> fails.set(false))
                .onFailure()
                .invoke(this::tell)
                .onFailure()
                .recoverWithNull();
    }

    private void tell(Throwable failure) {
        if (fails.compareAndSet(false, true)) {
            Log.warnf("the audit waits to be written down: %s", failure.getMessage());
        }
    }
}
