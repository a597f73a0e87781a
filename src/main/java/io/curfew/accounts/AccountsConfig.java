package io.curfew.accounts;

import io.curfew.settings.AtLeastZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits and periods of accounts. */
@ConfigMapping(prefix = "curfew.accounts")
public interface AccountsConfig {
    /** Open subaccounts that an upgraded main account may hold; a trial one holds one. Closed ones do not count. */
    @WithDefault("1000")
    @WithConverter(AtLeastZero.class)
    int maxSubaccounts();

    /** How long after closing a closed account is purged where auto-deletion is on. */
    @WithDefault("30d")
    Duration deletionAfter();

    /** The warning that runs before accounts closed earlier are purged once auto-deletion is switched on. */
    @WithDefault("7d")
    Duration deletionWarning();
}
