package io.curfew.dialects.soracom;

import io.curfew.settings.AtLeastOne;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** The SORACOM door. */
@ConfigMapping(prefix = "curfew.soracom")
public interface SoracomConfig {
    /** Calls a minute for each operator and group of calls; beyond it calls get 429 and nothing is done. */
    @WithDefault("60000")
    @WithConverter(AtLeastOne.class)
    int rateLimit();

    /** Logins a minute from each address, good and bad ones; beyond it they get 429 and nothing is checked. */
    @WithDefault("600")
    @WithConverter(AtLeastOne.class)
    int loginRateLimit();
}
