package io.curfew.numbers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * Which numbers are for sale in a new installation. These settings have no effect once the inventory holds any number.
 */
@ConfigMapping(prefix = "curfew.number-inventory")
public interface NumberInventoryConfig {
    /** Whether an empty inventory is filled at start-up with the ranges that docs/numbers.md lists. */
    @WithDefault("true")
    boolean seed();

    /** The countries to take from those ranges, as ISO 3166-1 alpha-2 codes; all countries unless set. */
    Optional<List<String>> countries();
}
