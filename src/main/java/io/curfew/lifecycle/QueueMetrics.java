package io.curfew.lifecycle;

import io.curfew.kernel.RealClock;
import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The state of the queue that all replicas share. It is read from the database now and then, never because somebody
 * looks at the metrics. Each kind that this version knows is shown, also with zero items; kinds that it does not know
 * are counted together.
 */
@ApplicationScoped
public class QueueMetrics {
    private static final String OTHERS = "other";

    // What waits for its next attempt is due as well; that is never put off for longer than $2.
    private static final String STANDING = """
            select kind, count(*), min(due_at), 0 from lifecycle_work
            where state = 'OPEN' and greatest(due_at, not_before) <= $2 and due_at <= $1 group by kind
            union all
            select kind, 0, null, count(*) from lifecycle_work where state = 'PARKED' group by kind
            """;

    private final Map<String, Standing> unknown = new TreeMap<>();
    private final MultiGauge due;
    private final MultiGauge oldest;
    private final MultiGauge parked;
    private final RealClock clock;
    private final LifecycleConfig config;
    private volatile long parkedInAll;

    /** Of one kind. */
    private record Standing(long due, double oldestSeconds, long parked) {
        private static final Standing NONE = new Standing(0, 0, 0);

        private Standing and(Standing other) {
            return new Standing(due + other.due, Math.max(oldestSeconds, other.oldestSeconds), parked + other.parked);
        }
    }

    QueueMetrics(@Any Instance<WorkHandler> handlers, MeterRegistry registry, RealClock clock, LifecycleConfig config) {
        handlers.forEach(handler -> unknown.put(handler.kind(), Standing.NONE));
        this.due = MultiGauge.builder("curfew.work.due")
                .description("Items of due work that are not done yet")
                .register(registry);
        this.oldest = MultiGauge.builder("curfew.work.oldest.due")
                .description("How long ago the oldest of them fell due")
                .baseUnit("seconds")
                .register(registry);
        this.parked = MultiGauge.builder("curfew.work.parked")
                .description("Items that were given up and wait for a person")
                .register(registry);
        this.clock = clock;
        this.config = config;
    }

    /** How many items of any kind were parked when the queue was last read. */
    public long parked() {
        return parkedInAll;
    }

    /** Reads the queue again. */
    @CheckReturnValue
    Uni<Void> refresh() {
        Instant now = clock.now();
        return Panache.withSession(() -> Sql.of(STANDING, now, now.plus(config.maxBackoff()))
                        .list(row -> Map.entry(row.string(0), read(row, now))))
                .invoke(rows -> {
                    Map<String, Standing> kinds = new TreeMap<>(unknown);
                    rows.forEach(row -> kinds.merge(
                            unknown.containsKey(row.getKey()) ? row.getKey() : OTHERS, row.getValue(), Standing::and));
                    show(kinds);
                })
                .replaceWithVoid();
    }

    private static Standing read(Row row, Instant now) {
        return new Standing(row.number(1), late(row.instantOrNull(2), now), row.number(3));
    }

    private static double late(@Nullable Instant due, Instant now) {
        return due == null ? 0 : Duration.between(due, now).toMillis() / 1000.0;
    }

    private void show(Map<String, Standing> kinds) {
        show(due, kinds, Standing::due);
        show(oldest, kinds, Standing::oldestSeconds);
        show(parked, kinds, Standing::parked);
        parkedInAll = kinds.values().stream().mapToLong(Standing::parked).sum();
    }

    private static void show(MultiGauge gauge, Map<String, Standing> kinds, ToDoubleFunction<Standing> value) {
        gauge.register(
                kinds.entrySet().stream()
                        .map(entry -> MultiGauge.Row.of(
                                Tags.of("kind", entry.getKey()), value.applyAsDouble(entry.getValue())))
                        .toList(),
                true);
    }
}
