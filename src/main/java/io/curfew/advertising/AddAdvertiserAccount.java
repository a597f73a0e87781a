package io.curfew.advertising;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An advertiser account to be created.
 *
 * @param customerId the number of the customer that will hold it
 * @param name its name
 * @param profile its profile; if it names no primary user, the caller becomes the primary user
 */
public record AddAdvertiserAccount(String customerId, String name, AdvertiserProfile profile) {
    /**
     * The profile that a caller requests for an account. A parameter that is null stands for its default.
     *
     * @param currencyCode the currency that it is charged in
     */
    public static AdvertiserProfile asked(
            String currencyCode,
            @Nullable String language,
            @Nullable String timeZone,
            @Nullable String autoTagType,
            @Nullable Long primaryUserId,
            @Nullable Long paymentMethodId,
            @Nullable Long soldToPaymentInstrumentId,
            @Nullable BusinessAddress businessAddress,
            List<Agency> linkedAgencies,
            Map<String, String> taxInformation,
            Map<String, String> forwardCompatibilityMap) {
        return new AdvertiserProfile(
                false,
                currencyCode,
                language == null ? AdvertiserProfile.LANGUAGE : language,
                timeZone == null ? AdvertiserProfile.TIME_ZONE : timeZone,
                autoTagType == null ? AdvertiserProfile.AUTO_TAG_TYPE : autoTagType,
                primaryUserId,
                paymentMethodId,
                null,
                soldToPaymentInstrumentId,
                null,
                businessAddress,
                linkedAgencies,
                taxInformation,
                forwardCompatibilityMap);
    }
}
