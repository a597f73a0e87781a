package io.curfew.numbers;

/**
 * What the inventory knows of a number that matters to its holder.
 *
 * @param phoneNumber in E.164
 * @param country ISO 3166-1 alpha-2
 * @param type what kind of number it is
 * @param capabilities what it can do
 * @param addressRequirement which address its country wants
 * @param beta whether it is new to the platform
 */
record InventoryNumber(
        String phoneNumber,
        String country,
        NumberType type,
        Capabilities capabilities,
        AddressRequirement addressRequirement,
        boolean beta) {
    /** Whether it is a number of the North American plan as the United States and Canada use it. */
    boolean isNorthAmerican() {
        return country.equals("US") || country.equals("CA");
    }
}
