package io.curfew.dialects.soracom;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** The SORACOM door. */
@ConfigMapping(prefix = "curfew.soracom")
public interface SoracomConfig {
    /** Calls a minute for each operator and group of calls; beyond it calls get 429 and nothing is done. */
    @WithDefault("60000")
    @Min(1)
    int rateLimit();

    /** Logins a minute from each address, good and bad ones; beyond it they get 429 and nothing is checked. */
    @WithDefault("600")
    @Min(1)
    int loginRateLimit();
}
