package io.curfew.numbers;

/** Which address the number's country wants its holder to have. */
public enum AddressRequirement {
    NONE,
    /** An address anywhere. */
    ANY,
    /** An address in the number's own country. */
    LOCAL,
    /** An address outside the number's own country. */
    FOREIGN
}
