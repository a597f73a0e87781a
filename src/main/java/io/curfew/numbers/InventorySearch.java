package io.curfew.numbers;

import org.jspecify.annotations.Nullable;

/**
 * What is looked for among the numbers for sale; what is null is not asked about.
 *
 * @param country ISO 3166-1 alpha-2
 * @param type what kind of number
 * @param areaCode three digits; United States and Canada only
 * @param contains a pattern of digits, letters, {@code *}, {@code %}, {@code +} and {@code $}
 * @param voice whether calls are taken
 * @param sms whether text messages are taken
 * @param mms whether picture messages are taken
 * @param fax whether faxes are taken
 * @param withoutAnyAddress leave out numbers that need an address
 * @param withoutLocalAddress leave out numbers that need an address in their country
 * @param withoutForeignAddress leave out numbers that need an address elsewhere
 * @param withBeta whether numbers new to the platform are shown too
 * @param near a point or a number to be close to
 * @param region a state or province
 * @param locality a city
 * @param rateCenter a rate centre
 * @param lata a LATA
 * @param postalCode a postal code
 * @param offset rows that come before those wanted
 * @param limit rows at most
 */
public record InventorySearch(
        String country,
        NumberType type,
        @Nullable String areaCode,
        @Nullable String contains,
        @Nullable Boolean voice,
        @Nullable Boolean sms,
        @Nullable Boolean mms,
        @Nullable Boolean fax,
        boolean withoutAnyAddress,
        boolean withoutLocalAddress,
        boolean withoutForeignAddress,
        boolean withBeta,
        @Nullable Near near,
        @Nullable String region,
        @Nullable String locality,
        @Nullable String rateCenter,
        @Nullable String lata,
        @Nullable String postalCode,
        long offset,
        int limit) {

    /** Where to look around, and how far in miles. */
    public sealed interface Near {
        /** Miles, 0 to 500. */
        int miles();
    }

    /**
     * Around a point.
     *
     * @param latitude degrees north
     * @param longitude degrees east
     */
    public record NearPoint(double latitude, double longitude, int miles) implements Near {}

    /**
     * Around the place of a number, or of its area code.
     *
     * @param phoneNumber in E.164
     */
    public record NearNumber(String phoneNumber, int miles) implements Near {}

    /** Any number of a country and type. */
    public static InventorySearch any(String country, NumberType type, int limit) {
        return new InventorySearch(
                country, type, null, null, null, null, null, null, false, false, false, true, null, null, null, null,
                null, null, 0, limit);
    }
}
