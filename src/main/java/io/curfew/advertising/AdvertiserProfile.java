package io.curfew.advertising;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an advertiser account has beyond the account itself. Words (currency, language, time zone, tagging) are the
 * vendor's, judged by its door.
 *
 * @param draft whether it still waits for a means of payment
 * @param primaryUserId whom to write to, by number
 * @param billingThresholdAmount in the account's currency; null for the platform's own
 * @param taxInformation by the tax number's name
 * @param forwardCompatibilityMap kept as sent
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

    /** What an account has that no advertiser has told anything of. */
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

    /** The same with another kind of tagging. */
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
