package io.curfew.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long answers under an {@code Idempotency-Key} are remembered. */
@ConfigMapping(prefix = "curfew.idempotency")
public interface IdempotencyConfig {
    /** Repetitions within this time get the first answer. */
    @WithDefault("72h")
    Duration keep();
}
