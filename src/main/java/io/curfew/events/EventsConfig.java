package io.curfew.events;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** How long what happened is kept at hand. */
@ConfigMapping(prefix = "curfew.events")
public interface EventsConfig {
    /**
     * Months of audit entries, events and usage that ended longer ago are detached: out of the service's sight, but
     * still tables of their own, to be archived or dropped. If this is unset, none is detached.
     */
    Optional<Duration> retention();
}
