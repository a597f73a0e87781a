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
 * delivers events yet, so all of them wait. What the journal has not sealed yet is little, and is counted.
 */
@ApplicationScoped
class OutboxMetrics {
    private static final String ROWS = """
            select coalesce(sum(n_live_tup) filter (where relname ~ '^outbox_event_'), 0)::bigint,
                coalesce(sum(n_live_tup) filter (where relname ~ '_default$'), 0)::bigint
            from pg_stat_user_tables where relname ~ '^(audit_entry|outbox_event|usage_event)_'
            """;

    private static final String UNSEALED = """
            select count(*), coalesce(extract(epoch from clock_timestamp() - min(recorded_at)), 0)::double precision
            from journal_pending
            """;

    private final Autocommit sql;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong misplaced = new AtomicLong();
    private final AtomicLong unsealed = new AtomicLong();
    private volatile double lag;

    OutboxMetrics(Autocommit sql, MeterRegistry registry) {
        this.sql = sql;
        Gauge.builder("curfew.outbox.undelivered", waiting, AtomicLong::get)
                .description("Approximate number of events not delivered yet; nothing delivers them so far")
                .register(registry);
        Gauge.builder("curfew.events.default.rows", misplaced, AtomicLong::get)
                .description("Approximate number of rows of the append-only tables that wait for their month")
                .register(registry);
        Gauge.builder("curfew.journal.unsealed", unsealed, AtomicLong::get)
                .description("Committed rows that have no place in the journal yet")
                .register(registry);
        Gauge.builder("curfew.journal.lag", this, metrics -> metrics.lag)
                .baseUnit("seconds")
                .description("How long ago the oldest of them was written")
                .register(registry);
    }

    /** Reads how full they are, and how far the journal is behind. */
    @CheckReturnValue
    Uni<Void> refresh() {
        return sql.of(ROWS)
                .exactlyOne(row -> {
                    waiting.set(row.number(0));
                    misplaced.set(row.number(1));
                    return row;
                })
                .chain(() -> sql.of(UNSEALED).exactlyOne(row -> {
                    unsealed.set(row.number(0));
                    lag = row.fraction(1);
                    return row;
                }))
                .replaceWithVoid();
    }
}
