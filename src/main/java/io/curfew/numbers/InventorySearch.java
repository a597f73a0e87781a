package io.curfew.numbers;

import org.jspecify.annotations.Nullable;

/**
 * A search among the numbers for sale. A criterion that is null does not restrict the search.
 *
 * @param country ISO 3166-1 alpha-2
 * @param type what kind of number
 * @param areaCode three digits; United States and Canada only
 * @param contains a pattern of digits, letters, {@code *}, {@code %}, {@code +} and {@code $}
 * @param voice whether calls are taken
 * @param sms whether text messages are taken
 * @param mms whether picture messages are taken
 * @param fax whether faxes are taken
 * @param withoutAnyAddress whether to leave out numbers that need an address
 * @param withoutLocalAddress whether to leave out numbers that need an address in their country
 * @param withoutForeignAddress whether to leave out numbers that need an address outside their country
 * @param withBeta whether numbers new to the platform are shown too
 * @param near a point or a number to be close to
 * @param region a state or province
 * @param locality a city
 * @param rateCenter a rate centre
 * @param lata a LATA
 * @param postalCode a postal code
 * @param offset the number of rows to skip
 * @param limit the greatest number of rows
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

    /** A place to search around, and the distance in miles. */
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
