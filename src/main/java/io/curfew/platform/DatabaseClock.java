package io.curfew.platform;

import io.curfew.kernel.RealClock;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.sql.Autocommit;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Both times from PostgreSQL: its {@code clock_timestamp()} as read a moment ago, plus what has passed since on this
 * JVM's monotonic clock. The reading is counted from the instant its answer arrived, when the database's clock had
 * already moved on a little, so this clock is late by at most a network delay and never early; this machine's wall
 * clock plays no part.
 */
@Startup(DatabaseClock.BEFORE_ALL_OTHERS)
@ApplicationScoped
public class DatabaseClock implements LifecycleClock, RealClock {
    /** Bootstrap and jobs ask for the time on event loops, where the first reading could not be waited for. */
    static final int BEFORE_ALL_OTHERS = Integer.MIN_VALUE;

    private static final Duration FIRST_READING = Duration.ofSeconds(30);

    private final Autocommit sql;
    private volatile Reading reading = new Reading(Instant.EPOCH, 0);

    /** What the database said, and the monotonic instant at which its answer had arrived. */
    private record Reading(Instant database, long nanos) {}

    DatabaseClock(Autocommit sql) {
        this.sql = sql;
    }

    /** Nothing is served before the first reading. */
    @PostConstruct
    void start() {
        try {
            VertxContextSupport.subscribeAndAwait(
                    () -> synchronize().ifNoItem().after(FIRST_READING).fail());
        } catch (Throwable e) {
            throw new IllegalStateException("the database's clock could not be read", e);
        }
    }

    /** Reads the database's clock again. */
    Uni<Void> synchronize() {
        return sql.of("select clock_timestamp()")
                .exactlyOne(row -> row.instant(0))
                .invoke(database -> reading = new Reading(database, System.nanoTime()))
                .replaceWithVoid();
    }

    /** No tree has a clock of its own. */
    @Override
    public Instant now(String tenantId) {
        return now();
    }

    @Override
    public Instant now() {
        Reading last = reading;
        return last.database.plusNanos(System.nanoTime() - last.nanos).truncatedTo(ChronoUnit.MICROS);
    }
}
