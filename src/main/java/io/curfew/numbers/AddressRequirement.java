package io.curfew.numbers;

/** The address that a number's country requires of its holder. */
public enum AddressRequirement {
    NONE,
    /** An address anywhere. */
    ANY,
    /** An address in the number's own country. */
    LOCAL,
    /** An address outside the number's own country. */
    FOREIGN
}
