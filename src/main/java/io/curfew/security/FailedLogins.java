package io.curfew.security;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.limits.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Slows down guessing: so many wrong or unknown secrets a minute for each account and address, then nothing is checked
 * any more. Refusals for another reason (scope, a suspended account) do not count: they are no guesses.
 */
@ApplicationScoped
public class FailedLogins {
    /** How long failures count; whoever waits that long is judged anew. */
    public static final Duration WINDOW = Duration.ofMinutes(1);

    private final RateLimiter limiter;

    FailedLogins(LoginConfig config, LifecycleClock clock) {
        this.limiter = new RateLimiter(config.maxFailures(), WINDOW, clock);
    }

    /** Refuses with {@link ErrorCode#RATE_LIMITED} when {@code name} was guessed at from {@code address} too often. */
    public void check(String name, String address) {
        if (limiter.isExhausted(key(name, address))) {
            throw new DomainException(ErrorCode.RATE_LIMITED, "Too many failed logins. Wait a minute.");
        }
    }

    /** Counts a wrong or unknown secret. */
    public void record(String name, String address) {
        limiter.tryAcquire(key(name, address));
    }

    private static String key(String name, String address) {
        return name + "|" + address;
    }
}
