package io.curfew.security;

import io.curfew.settings.AtLeastOne;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Protection against guessed secrets. */
@ConfigMapping(prefix = "curfew.login")
public interface LoginConfig {
    /**
     * Wrong or unknown secrets a minute for each pair of account and address; beyond it calls get 429, whether the
     * secrets come at once or one after another.
     */
    @WithDefault("20")
    @WithConverter(AtLeastOne.class)
    int maxFailures();
}
