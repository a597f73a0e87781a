package io.curfew.events;

import io.curfew.sql.Autocommit;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
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

    private final Autocommit sql;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong misplaced = new AtomicLong();

    OutboxMetrics(Autocommit sql, MeterRegistry registry) {
        this.sql = sql;
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
        return sql.of(ROWS)
                .exactlyOne(row -> {
                    waiting.set(row.number(0));
                    misplaced.set(row.number(1));
                    return row;
                })
                .replaceWithVoid();
    }
}
