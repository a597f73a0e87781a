package io.curfew.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.curfew.kernel.RealClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts events by key in windows that begin with a key's first event. The counts are kept in this process: with
 * several replicas a limit applies to each of them. Keys may be of any length, because only their fingerprints are
 * kept.
 */
public final class RateLimiter {
    private static final int MAX_KEYS = 100_000;

    private final Cache<Fingerprint, Window> windows;
    private final Fingerprints fingerprints = new Fingerprints();
    private final int limit;
    private final Duration window;
    private final RealClock clock;

    /**
     * A limiter.
     *
     * @param limit the number of events that a key may have in a window
     * @param window how long a window lasts
     * @param clock tells the time
     */
    public RateLimiter(int limit, Duration window, RealClock clock) {
        this.limit = limit;
        this.window = window;
        this.clock = clock;
        this.windows = Caffeine.newBuilder()
                .expireAfterWrite(window)
                .maximumSize(MAX_KEYS)
                .ticker(() -> nanos(clock.now()))
                .build();
    }

    static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    /** Counts one event and returns whether it was still within the limit. */
    public boolean tryAcquire(String key) {
        return use(key).isWithinLimit();
    }

    /** Counts one event and returns the state of the key's window. */
    public Use use(String key) {
        return use(fingerprints.of(key));
    }

    /** Whether {@code key} has used up the limit of its window. Counts nothing. */
    public boolean isExhausted(String key) {
        return used(fingerprints.of(key)) >= limit;
    }

    /** The number of events in the key's window. Counts nothing. */
    public int used(String key) {
        return used(fingerprints.of(key));
    }

    int used(Fingerprint key) {
        Window current = windows.getIfPresent(key);
        return current == null ? 0 : current.count.get();
    }

    Use use(Fingerprint key) {
        Instant now = clock.now();
        Window current = windows.get(key, fresh -> new Window(now, new AtomicInteger()));
        int used = current.count.incrementAndGet();
        Duration left = Duration.between(now, current.start.plus(window));
        return new Use(limit, Math.max(0, limit - used), Math.max(0, left.toSeconds()), used <= limit);
    }

    /**
     * The state of a window after an event.
     *
     * @param limit the number of events that it may have
     * @param remaining how many more events it may have
     * @param secondsLeft whole seconds until the next window
     * @param isWithinLimit whether this event was still one of them
     */
    public record Use(int limit, int remaining, long secondsLeft, boolean isWithinLimit) {}

    private record Window(Instant start, AtomicInteger count) {}
}
