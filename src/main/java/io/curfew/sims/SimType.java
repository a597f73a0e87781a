package io.curfew.sims;

/** What a SIM is made of. */
public enum SimType {
    /** A card. */
    UICC,
    /** A chip that profiles can be loaded into. */
    EUICC,
    /** Nothing: a tunnel stands in for the radio. */
    VIRTUAL
}
