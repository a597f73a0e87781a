package io.curfew.kernel;

import java.time.Instant;

/**
 * What time it is for everybody: for limits, guesses, idempotency keys and whatever else protects the service. Lifecycle time,
 * at which accounts and what they hold fall due, is another one: nobody gets around a limit by moving it.
 */
public interface RealClock {
    /** The present instant, in whole microseconds, by the database's clock, so that replicas agree; in tests it is set. */
    Instant now();
}
