package io.curfew.sims;

/** What a SIM is made of. */
public enum SimType {
    /** A card. */
    UICC,
    /** A chip that profiles can be loaded into. */
    EUICC,
    /** No hardware at all: a tunnel stands in for the radio. */
    VIRTUAL
}
