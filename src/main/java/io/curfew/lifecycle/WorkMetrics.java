package io.curfew.lifecycle;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts this replica's due work where it happens, by kind: kinds are the handlers', so they are few. */
@ApplicationScoped
class WorkMetrics {
    private static final Duration[] LATE = {
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1)
    };

    private final MeterRegistry registry;
    private final AtomicInteger busy = new AtomicInteger();

    WorkMetrics(MeterRegistry registry, LifecycleConfig config) {
        this.registry = registry;
        Gauge.builder("curfew.work.lanes.busy", busy, AtomicInteger::get)
                .description("Lanes of this replica that have work in hand")
                .register(registry);
        Gauge.builder("curfew.work.lanes", config, LifecycleConfig::lanes)
                .description("Lanes of this replica")
                .register(registry);
    }

    /** A claim got hold of something. */
    void laneBusy() {
        busy.incrementAndGet();
    }

    /** What a claim got hold of, if anything, has ended, one way or another. */
    void laneFree(List<ClaimedWork> items) {
        if (!items.isEmpty()) {
            busy.decrementAndGet();
        }
    }

    /** The items of one claim, all of one kind, are done. */
    void done(List<ClaimedWork> items, Instant now) {
        String kind = items.get(0).item().kind();
        Counter.builder("curfew.work.done")
                .description("Items of due work done by this replica")
                .tag("kind", kind)
                .register(registry)
                .increment(items.size());
        Timer lateness = Timer.builder("curfew.work.lateness")
                .description("From the due instant of an item until it was done")
                .tag("kind", kind)
                .serviceLevelObjectives(LATE)
                .register(registry);
        items.forEach(one -> lateness.record(late(one.item(), now)));
    }

    private static Duration late(WorkItem item, Instant now) {
        Duration late = Duration.between(item.dueAt(), now);
        return late.isNegative() ? Duration.ZERO : late;
    }

    /** An attempt failed and was counted. */
    void failed(String kind) {
        Counter.builder("curfew.work.failed")
                .description("Failed attempts of due work on this replica")
                .tag("kind", kind)
                .register(registry)
                .increment();
    }
}
