package io.curfew.platform;

import io.curfew.credentials.SecretRenewalMetrics;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Tells whether earlier encryption keys can go. The check is always up, since nothing is wrong while they are needed. */
@Wellness
@ApplicationScoped
class EncryptionHealthCheck implements HealthCheck {
    private final SecretRenewalMetrics renewal;

    EncryptionHealthCheck(SecretRenewalMetrics renewal) {
        this.renewal = renewal;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("encryption")
                .up()
                .withData("previousKeysNeeded", renewal.needsPreviousKeys())
                .withData("rowsOnPreviousKeys", renewal.onPreviousKeys())
                .withData("rowsUnreadable", renewal.unreadable())
                .withData("bound", renewal.isBound())
                .build();
    }
}
