package io.curfew.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.curfew.lifecycle.LifecycleClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts events by key in windows that begin with a key's first event. Kept in this process: with several replicas a
 * limit holds for each of them.
 */
public final class RateLimiter {
    private static final int MAX_KEYS = 100_000;

    private final Cache<String, AtomicInteger> windows;
    private final int limit;

    /**
     * A limiter.
     *
     * @param limit events a key may have in a window
     * @param window how long a window lasts
     * @param clock tells the time
     */
    public RateLimiter(int limit, Duration window, LifecycleClock clock) {
        this.limit = limit;
        this.windows = Caffeine.newBuilder()
                .expireAfterWrite(window)
                .maximumSize(MAX_KEYS)
                .ticker(() -> nanos(clock.now()))
                .build();
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    /** Whether {@code key} has used up its window. Counts nothing. */
    public boolean isExhausted(String key) {
        AtomicInteger count = windows.getIfPresent(key);
        return count != null && count.get() >= limit;
    }

    /** Counts one event; whether it was still within the limit. */
    public boolean tryAcquire(String key) {
        return windows.get(key, fresh -> new AtomicInteger()).incrementAndGet() <= limit;
    }
}
