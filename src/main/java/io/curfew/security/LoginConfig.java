package io.curfew.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Protection against guessed secrets. */
@ConfigMapping(prefix = "curfew.login")
public interface LoginConfig {
    /** Wrong or unknown secrets a minute for each pair of account and address; beyond it calls get 429. */
    @WithDefault("20")
    @Min(1)
    int maxFailures();
}
