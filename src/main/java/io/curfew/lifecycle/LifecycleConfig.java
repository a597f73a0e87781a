package io.curfew.lifecycle;

import io.curfew.settings.AtLeastOne;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How due work is done. */
@ConfigMapping(prefix = "curfew.lifecycle")
public interface LifecycleConfig {
    /** How often each replica looks for due work. What falls due before the next look is done at its instant. */
    @WithDefault("1s")
    Duration sweepInterval();

    /** Items that a replica works on at the same time; each takes one database connection. */
    @WithDefault("8")
    @WithConverter(LaneCount.class)
    int lanes();

    /** Failed attempts after which an item is parked for a person to look at. */
    @WithDefault("10")
    @WithConverter(AtLeastOne.class)
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
