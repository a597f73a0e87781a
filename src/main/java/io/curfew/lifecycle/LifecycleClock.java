package io.curfew.lifecycle;

import java.time.Instant;

/**
 * The one source of lifecycle time. In production it follows the database's clock, so that replicas agree whatever
 * their own clocks say; in tests it is set.
 */
public interface LifecycleClock {
    /**
     * The present instant, in whole microseconds as PostgreSQL keeps them. Never ahead of the database's clock, so what
     * is compared with it never happens early.
     */
    Instant now();
}
