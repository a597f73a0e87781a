package io.curfew.platform;

import io.curfew.platform.pool.ConnectionGuards;
import io.curfew.sql.Autocommit;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
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

    private static final String IS_READ_ONLY =
            "select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean";

    private final Autocommit sql;
    private final ConnectionGuards connections;

    DatabaseHealthCheck(Autocommit sql, ConnectionGuards connections) {
        this.sql = sql;
        this.connections = connections;
    }

    /**
     * Up when the database says within two seconds, waiting for a connection included, that it can be written to; never
     * fails.
     */
    @Override
    public Uni<HealthCheckResponse> call() {
        return sql.of(IS_READ_ONLY)
                .exactlyOne(row -> row.bool(0) ? readOnly() : HealthCheckResponse.up(NAME))
                .ifNoItem()
                .after(TIMEOUT)
                .recoverWithItem(() -> down("no answer within " + TIMEOUT.toSeconds() + " s"))
                .onFailure()
                // The kind of failure only: a driver's message may name hosts and users.
                .recoverWithItem(
                        failure -> down("not available: " + failure.getClass().getSimpleName()));
    }

    /** A standby, or a primary that was demoted: the address may lead elsewhere by now. */
    private HealthCheckResponse readOnly() {
        connections.movedAway();
        return down("read-only");
    }

    private static HealthCheckResponse down(String reason) {
        return HealthCheckResponse.named(NAME).down().withData("reason", reason).build();
    }
}
