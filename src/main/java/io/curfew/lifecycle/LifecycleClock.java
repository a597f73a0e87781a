package io.curfew.lifecycle;

import java.time.Instant;

/**
 * The one source of lifecycle time, at which an account and what it holds fall due, change and are read. It is asked
 * with the main account of a tree, since a tree may have a clock of its own; all other trees go by real time, which is
 * the database's clock, so that replicas agree whatever their own clocks say. In tests it is set.
 */
public interface LifecycleClock {
    /**
     * The present instant in a tree, in whole microseconds as PostgreSQL keeps them. Never ahead of the tree's clock, so
     * what is compared with it never happens early.
     *
     * @param tenantId the tree's main account, which need not exist yet
     */
    Instant now(String tenantId);
}
