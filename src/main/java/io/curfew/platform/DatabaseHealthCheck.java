package io.curfew.platform;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness: the pool that serves requests gets an answer from the database in time. Liveness deliberately does not
 * depend on it, because restarting this process repairs no database.
 */
@Readiness
@ApplicationScoped
class DatabaseHealthCheck implements AsyncHealthCheck {

    private static final String NAME = "database";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Pool pool;

    DatabaseHealthCheck(Pool pool) {
        this.pool = pool;
    }

    /** Up when {@code select 1} is answered within two seconds, waiting for a connection included; never fails. */
    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query("select 1")
                .execute()
                .map(rows -> HealthCheckResponse.up(NAME))
                .ifNoItem()
                .after(TIMEOUT)
                .recoverWithItem(() -> down("no answer within " + TIMEOUT.toSeconds() + " s"))
                .onFailure()
                // The kind of failure only: a driver's message may name hosts and users.
                .recoverWithItem(
                        failure -> down("not available: " + failure.getClass().getSimpleName()));
    }

    private static HealthCheckResponse down(String reason) {
        return HealthCheckResponse.named(NAME).down().withData("reason", reason).build();
    }
}
