package io.curfew.sims;

/** Names a SIM, by its own id or by a subscription of it. */
public sealed interface SimRef {
    /**
     * By the SIM's id.
     *
     * @param simId ICCID of a card, EID of a chip
     */
    record ById(String simId) implements SimRef {}

    /**
     * By a subscription. A change may name the SIM by its primary subscription only.
     *
     * @param imsi the IMSI of the subscription
     */
    record ByImsi(String imsi) implements SimRef {}

    /** By the SIM's id. */
    static SimRef id(String simId) {
        return new ById(simId);
    }

    /** By a subscription. */
    static SimRef imsi(String imsi) {
        return new ByImsi(imsi);
    }
}
