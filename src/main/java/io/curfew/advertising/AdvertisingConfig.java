package io.curfew.advertising;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of advertiser accounts. */
@ConfigMapping(prefix = "curfew.advertising")
public interface AdvertisingConfig {
    /** Whether new advertiser accounts without a means of payment wait as drafts, at most one for each customer. */
    @WithDefault("false")
    boolean drafts();
}
