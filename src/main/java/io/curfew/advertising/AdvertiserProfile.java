package io.curfew.advertising;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data of an advertiser account that go beyond the account itself. The values for currency, language, time zone
 * and tagging are the vendor's words, which its door checks.
 *
 * @param draft whether the account still waits for a means of payment
 * @param primaryUserId the number of the primary user
 * @param billingThresholdAmount an amount in the account's currency; null for the platform's own threshold
 * @param taxInformation tax numbers by name
 * @param forwardCompatibilityMap entries that are kept as they were sent
 */
public record AdvertiserProfile(
        boolean draft,
        String currencyCode,
        String language,
        String timeZone,
        String autoTagType,
        @Nullable Long primaryUserId,
        @Nullable Long paymentMethodId,
        @Nullable Long backUpPaymentInstrumentId,
        @Nullable Long soldToPaymentInstrumentId,
        @Nullable BigDecimal billingThresholdAmount,
        @Nullable BusinessAddress businessAddress,
        List<Agency> linkedAgencies,
        Map<String, String> taxInformation,
        Map<String, String> forwardCompatibilityMap) {
    static final String CURRENCY = "USD";
    static final String LANGUAGE = "English";
    static final String TIME_ZONE = "PacificTimeUSCanadaTijuana";
    static final String AUTO_TAG_TYPE = "Inactive";

    public AdvertiserProfile {
        linkedAgencies = List.copyOf(linkedAgencies);
        taxInformation = Collections.unmodifiableMap(new LinkedHashMap<>(taxInformation));
        forwardCompatibilityMap = Collections.unmodifiableMap(new LinkedHashMap<>(forwardCompatibilityMap));
        billingThresholdAmount = billingThresholdAmount == null ? null : billingThresholdAmount.stripTrailingZeros();
    }

    /** The profile of an account that no advertiser has given any data for. */
    static AdvertiserProfile defaults() {
        return new AdvertiserProfile(
                false,
                CURRENCY,
                LANGUAGE,
                TIME_ZONE,
                AUTO_TAG_TYPE,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                Map.of());
    }

    /** The same profile with another kind of tagging. */
    AdvertiserProfile tagged(String type) {
        return new AdvertiserProfile(
                draft,
                currencyCode,
                language,
                timeZone,
                type,
                primaryUserId,
                paymentMethodId,
                backUpPaymentInstrumentId,
                soldToPaymentInstrumentId,
                billingThresholdAmount,
                businessAddress,
                linkedAgencies,
                taxInformation,
                forwardCompatibilityMap);
    }
}
