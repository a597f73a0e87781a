package io.curfew.sims;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Periods of time that concern SIMs, and the place of the files with their rules. */
@ConfigMapping(prefix = "curfew.sims")
public interface SimsConfig {
    /** How long a terminated SIM is still shown; then it is removed. */
    @WithDefault("30d")
    Duration retention();

    /** How long a registration may take; a SIM claimed by one that was cut off can be registered again after that. */
    @WithDefault("1m")
    Duration claimLease();

    /** How long the events of sessions are shown. */
    @WithDefault("32d")
    Duration sessionHistory();

    /** A directory with a {@code subscriptions.csv} and a {@code transitions.csv} of the operator's own. */
    Optional<Path> catalogDir();
}
