package io.curfew.kernel;

import java.time.Instant;

/**
 * What time it is for everybody: for limits, guesses, credentials, sessions, idempotency keys and whatever else protects the
 * service, for what all trees share, and for the worker's own leases and waits. Lifecycle time, at which accounts and what
 * they hold fall due, is another one, and each tree's own: nobody gets around a limit by moving it.
 */
public interface RealClock {
    /** The present instant, in whole microseconds, by the database's clock, so that replicas agree; in tests it is set. */
    Instant now();
}
