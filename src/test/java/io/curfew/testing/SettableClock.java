package io.curfew.testing;

import io.curfew.kernel.RealClock;
import io.curfew.lifecycle.LifecycleClock;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Real time and that of every tree under a test's hand: each tree goes by real time, or is ahead of it by as much as a test
 * says. Time only goes forward, and every reading is a microsecond later than the last.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class SettableClock implements LifecycleClock, RealClock {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
    private final Map<String, Duration> ahead = new ConcurrentHashMap<>();

    @Override
    public Instant now() {
        return now.updateAndGet(last -> last.plusNanos(1000));
    }

    @Override
    public Instant now(String tenantId) {
        return now().plus(ahead.getOrDefault(tenantId, Duration.ZERO));
    }

    /** Moves time forward, real time and with it that of every tree. */
    public void advance(Duration by) {
        now.updateAndGet(last -> last.plus(by));
    }

    /** Moves one tree's time forward, and nobody else's. */
    public void advance(String tenantId, Duration by) {
        ahead.merge(tenantId, by, Duration::plus);
    }
}
