package io.curfew.dialects.soracom;

import io.curfew.settings.AtLeastOne;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Settings of the SORACOM door. */
@ConfigMapping(prefix = "curfew.soracom")
public interface SoracomConfig {
    /** How many calls a minute each operator may make in each group; calls beyond it get 429, and nothing is done. */
    @WithDefault("60000")
    @WithConverter(AtLeastOne.class)
    int rateLimit();

    /**
     * How many logins a minute, successful or not, each address may send; those beyond it get 429 without being
     * checked.
     */
    @WithDefault("600")
    @WithConverter(AtLeastOne.class)
    int loginRateLimit();
}
