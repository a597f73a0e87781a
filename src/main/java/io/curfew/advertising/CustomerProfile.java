package io.curfew.advertising;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data of a customer that go beyond its main account. The values are the vendor's words, which its door checks.
 *
 * @param industry the industry that it belongs to
 * @param marketCountry a country code of two letters
 * @param marketLanguage the language in which it is addressed
 * @param address its address, null when unknown
 * @param forwardCompatibilityMap entries that are kept as they were sent
 */
public record CustomerProfile(
        String industry,
        String marketCountry,
        String marketLanguage,
        @Nullable BusinessAddress address,
        Map<String, String> forwardCompatibilityMap) {
    public CustomerProfile {
        forwardCompatibilityMap = Collections.unmodifiableMap(new LinkedHashMap<>(forwardCompatibilityMap));
    }

    /** The profile of a customer that nobody has given any data for. */
    static CustomerProfile defaults() {
        return new CustomerProfile("Other", "US", "English", null, Map.of());
    }
}
