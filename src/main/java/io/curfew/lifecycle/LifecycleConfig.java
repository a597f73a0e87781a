package io.curfew.lifecycle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How due work is done. */
@ConfigMapping(prefix = "curfew.lifecycle")
public interface LifecycleConfig {
    /** How often each replica looks for due work. */
    @WithDefault("1s")
    Duration sweepInterval();

    /** Items that a replica works on at the same time; each takes one database connection. */
    @WithDefault("8")
    @Min(1)
    @Max(64)
    int lanes();

    /** Failed attempts after which an item is parked for a person to look at. */
    @WithDefault("10")
    @Min(1)
    int maxAttempts();

    /** Wait after the first failed attempt; doubled for each further one. */
    @WithDefault("1s")
    Duration backoff();

    /** The longest wait between two attempts. */
    @WithDefault("10m")
    Duration maxBackoff();

    /** Whether this replica does due work at all; the others go on. */
    @WithDefault("true")
    boolean sweeps();
}
