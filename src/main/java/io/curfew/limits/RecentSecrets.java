package io.curfew.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.curfew.kernel.RealClock;
import java.time.Duration;

/**
 * Remembers secrets that were right recently, but only their fingerprints. Their number is bounded, and each is kept
 * until ten minutes after it was last looked up.
 */
public final class RecentSecrets {
    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final int MAX_SECRETS = 10_000;

    private final Cache<Fingerprint, Boolean> secrets;

    /** Begins without any secrets. */
    public RecentSecrets(RealClock clock) {
        this.secrets = Caffeine.newBuilder()
                .expireAfterAccess(MEMORY)
                .maximumSize(MAX_SECRETS)
                .ticker(() -> RateLimiter.nanos(clock.now()))
                .build();
    }

    /** Whether the secret was right recently. */
    public boolean has(Fingerprint secret) {
        return secrets.getIfPresent(secret) != null;
    }

    /** Remembers a secret that is right. */
    public void add(Fingerprint secret) {
        secrets.put(secret, Boolean.TRUE);
    }

    /** Forgets a secret that is wrong now. */
    public void remove(Fingerprint secret) {
        secrets.invalidate(secret);
    }
}
