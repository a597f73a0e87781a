package io.curfew.advertising;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a customer has beyond its main account. Words are the vendor's, judged by its door.
 *
 * @param industry what it deals in
 * @param marketCountry two letters
 * @param marketLanguage what it is written to in
 * @param address may be unknown
 * @param forwardCompatibilityMap kept as sent
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

    /** What a customer has that nobody has told anything of. */
    static CustomerProfile defaults() {
        return new CustomerProfile("Other", "US", "English", null, Map.of());
    }
}
