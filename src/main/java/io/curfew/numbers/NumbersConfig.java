package io.curfew.numbers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Periods of time that concern phone numbers. */
@ConfigMapping(prefix = "curfew.numbers")
public interface NumbersConfig {
    /** How long a released number is kept in quarantine; meanwhile only its former main account can buy it again. */
    @WithDefault("10d")
    Duration quarantine();

    /** How long a purchase may take; a number claimed by one that was cut off is for sale again after that. */
    @WithDefault("1m")
    Duration claimLease();
}
