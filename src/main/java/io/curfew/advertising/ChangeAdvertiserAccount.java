package io.curfew.advertising;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of an advertiser account. A field that is null stays as it is.
 *
 * @param id the account's number
 * @param ifStamp the time stamp of the account as the caller saw it
 * @param name its new name
 * @param taxInformation tax numbers to set by name; an empty one is removed
 */
public record ChangeAdvertiserAccount(
        String id,
        TimeStamp ifStamp,
        String name,
        @Nullable String language,
        @Nullable String timeZone,
        @Nullable String autoTagType,
        @Nullable Long primaryUserId,
        @Nullable Long paymentMethodId,
        @Nullable Long backUpPaymentInstrumentId,
        @Nullable Long soldToPaymentInstrumentId,
        @Nullable BigDecimal billingThresholdAmount,
        @Nullable BusinessAddress businessAddress,
        @Nullable Map<String, String> taxInformation,
        @Nullable Map<String, String> forwardCompatibilityMap) {

    /**
     * The profile {@code before} with this change applied. A draft that gets a means of payment is no longer a draft.
     */
    AdvertiserProfile applyTo(AdvertiserProfile before) {
        return new AdvertiserProfile(
                before.draft() && paymentMethodId == null,
                before.currencyCode(),
                or(language, before.language()),
                or(timeZone, before.timeZone()),
                or(autoTagType, before.autoTagType()),
                orNull(primaryUserId, before.primaryUserId()),
                orNull(paymentMethodId, before.paymentMethodId()),
                orNull(backUpPaymentInstrumentId, before.backUpPaymentInstrumentId()),
                orNull(soldToPaymentInstrumentId, before.soldToPaymentInstrumentId()),
                orNull(billingThresholdAmount, before.billingThresholdAmount()),
                orNull(businessAddress, before.businessAddress()),
                before.linkedAgencies(),
                taxInformation == null ? before.taxInformation() : merged(before.taxInformation(), taxInformation),
                or(forwardCompatibilityMap, before.forwardCompatibilityMap()));
    }

    private static Map<String, String> merged(Map<String, String> before, Map<String, String> changes) {
        Map<String, String> merged = new LinkedHashMap<>(before);
        changes.forEach((name, number) -> {
            if (number.isEmpty()) {
                merged.remove(name);
            } else {
                merged.put(name, number);
            }
        });
        return merged;
    }

    private static <T> T or(@Nullable T wanted, T before) {
        return wanted == null ? before : wanted;
    }

    private static <T> @Nullable T orNull(@Nullable T wanted, @Nullable T before) {
        return wanted == null ? before : wanted;
    }
}
