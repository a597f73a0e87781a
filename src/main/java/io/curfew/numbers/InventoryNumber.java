package io.curfew.numbers;

/**
 * The inventory's facts about a number that matter to its holder.
 *
 * @param phoneNumber in E.164
 * @param country ISO 3166-1 alpha-2
 * @param type what kind of number it is
 * @param capabilities what it can do
 * @param addressRequirement the address that its country requires
 * @param beta whether it is new to the platform
 */
record InventoryNumber(
        String phoneNumber,
        String country,
        NumberType type,
        Capabilities capabilities,
        AddressRequirement addressRequirement,
        boolean beta) {
    /** Whether the number belongs to the United States or Canada. */
    boolean isNorthAmerican() {
        return country.equals("US") || country.equals("CA");
    }
}
