package io.curfew.events;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How full the append-only tables are, by the server's own statistics: counting them would read them through. Nothing
 * delivers events yet, so all that are there wait.
 */
@ApplicationScoped
class OutboxMetrics {
    private static final String ROWS = """
            select coalesce(sum(n_live_tup) filter (where relname ~ '^outbox_event_'), 0)::bigint,
                coalesce(sum(n_live_tup) filter (where relname ~ '_default$'), 0)::bigint
            from pg_stat_user_tables where relname ~ '^(audit_entry|outbox_event|usage_event)_'
            """;

    private final Pool pool;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong misplaced = new AtomicLong();

    OutboxMetrics(Pool pool, MeterRegistry registry) {
        this.pool = pool;
        Gauge.builder("curfew.outbox.undelivered", waiting, AtomicLong::get)
                .description("Events that were not delivered, about; nothing delivers them yet")
                .register(registry);
        Gauge.builder("curfew.events.default.rows", misplaced, AtomicLong::get)
                .description("Rows of the append-only tables that wait for their month, about")
                .register(registry);
    }

    /** Reads the statistics again. */
    @CheckReturnValue
    Uni<Void> refresh() {
        return pool.query(ROWS)
                .execute()
                .invoke(rows -> {
                    Row row = rows.iterator().next();
                    waiting.set(row.getLong(0));
                    misplaced.set(row.getLong(1));
                })
                .replaceWithVoid();
    }
}
