package io.curfew.advertising;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An advertiser account to be made.
 *
 * @param customerId the number of the customer that shall hold it
 * @param name what it shall be called
 * @param profile what it shall have; without a primary user it is the caller
 */
public record AddAdvertiserAccount(String customerId, String name, AdvertiserProfile profile) {
    /**
     * What an account shall have, as a caller asks for it: null where the default is meant.
     *
     * @param currencyCode what it is charged in
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
