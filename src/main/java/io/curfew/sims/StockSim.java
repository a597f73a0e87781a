package io.curfew.sims;

import org.jspecify.annotations.Nullable;

/**
 * A SIM as it comes from the factory.
 *
 * @param simId ICCID of a card, EID of a chip: digits
 * @param coverage the coverage of its subscription
 * @param type what it is made of; never virtual
 * @param moduleType its form
 * @param subscription wire name of its subscription
 * @param iccid ICCID of its profile
 * @param imsi the IMSI of its subscription
 * @param msisdn its number, digits only
 * @param serialNumber printed on the card
 * @param registrationSecret printed on the card; only a sealed hash of it is stored
 * @param forTenantId the only main account that may register it, null for anybody who has the secret
 */
public record StockSim(
        String simId,
        Coverage coverage,
        SimType type,
        ModuleType moduleType,
        String subscription,
        String iccid,
        String imsi,
        String msisdn,
        String serialNumber,
        String registrationSecret,
        @Nullable String forTenantId) {
    /** Omits the secret. */
    @Override
    public String toString() {
        return "StockSim[simId=" + simId + ", imsi=" + imsi + "]";
    }
}
