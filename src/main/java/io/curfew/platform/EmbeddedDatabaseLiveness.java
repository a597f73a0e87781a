package io.curfew.platform;

import io.curfew.platform.start.EmbeddedDatabaseKeeper;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Liveness: down when the embedded database died so often that it is not started again, for then only a new process can
 * help. An external database never decides about it.
 */
@Liveness
@ApplicationScoped
class EmbeddedDatabaseLiveness implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("embedded-database")
                .status(!EmbeddedDatabaseKeeper.hasGivenUp())
                .build();
    }
}
