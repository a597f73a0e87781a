package io.curfew.testing;

import io.curfew.kernel.RealClock;
import io.curfew.lifecycle.LifecycleClock;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Both times under a test's hand. It only goes forward, and every reading is a microsecond later than the last. */
@Alternative
@Priority(1)
@ApplicationScoped
public class SettableClock implements LifecycleClock, RealClock {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));

    @Override
    public Instant now() {
        return now.updateAndGet(last -> last.plusNanos(1000));
    }

    /** Moves time forward. */
    public void advance(Duration by) {
        now.updateAndGet(last -> last.plus(by));
    }
}
