package io.curfew.platform;

import io.curfew.security.AuditTrail;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Writes down what the audit has gathered when the service stops. */
@ApplicationScoped
class AuditStop {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AuditTrail trail;

    AuditStop(AuditTrail trail) {
        this.trail = trail;
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            VertxContextSupport.subscribeAndAwait(
                    () -> trail.write(true).ifNoItem().after(PATIENCE).fail());
        } catch (Throwable e) { // whatever went wrong, the process is to end
            Log.warnf("audit entries that were not yet written are lost: %s", e.getMessage());
        }
    }
}
