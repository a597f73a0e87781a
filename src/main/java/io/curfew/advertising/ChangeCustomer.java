package io.curfew.advertising;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of a customer. A field that is null stays as it is.
 *
 * @param id the customer's number
 * @param ifStamp the time stamp of the customer as the caller saw it
 */
public record ChangeCustomer(
        String id,
        TimeStamp ifStamp,
        @Nullable String name,
        @Nullable String industry,
        @Nullable String marketCountry,
        @Nullable String marketLanguage,
        @Nullable BusinessAddress address,
        @Nullable Map<String, String> forwardCompatibilityMap) {
    CustomerProfile applyTo(CustomerProfile before) {
        return new CustomerProfile(
                industry == null ? before.industry() : industry,
                marketCountry == null ? before.marketCountry() : marketCountry,
                marketLanguage == null ? before.marketLanguage() : marketLanguage,
                address == null ? before.address() : address,
                forwardCompatibilityMap == null ? before.forwardCompatibilityMap() : forwardCompatibilityMap);
    }
}
