package io.curfew.platform;

import io.curfew.lifecycle.QueueMetrics;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Tells that work waits for a person. The check is always up, since replacing this process would not help. */
@Wellness
@ApplicationScoped
class ParkedWorkHealthCheck implements HealthCheck {
    private final QueueMetrics queue;

    ParkedWorkHealthCheck(QueueMetrics queue) {
        this.queue = queue;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("parked work")
                .up()
                .withData("items", queue.parked())
                .build();
    }
}
