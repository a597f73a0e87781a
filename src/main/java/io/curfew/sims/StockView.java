package io.curfew.sims;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A SIM of the stock, without its secret.
 *
 * @param simId its id
 * @param coverage the coverage of its subscription
 * @param type what it is made of
 * @param moduleType its form
 * @param subscription wire name of its subscription
 * @param iccid its profile
 * @param imsi the IMSI of its subscription
 * @param msisdn its number
 * @param serialNumber printed on the card
 * @param forTenantId the only main account that may register it, null for anybody
 * @param state whether it can be registered
 * @param addedAt lifecycle time at which it came into the stock
 */
public record StockView(
        String simId,
        Coverage coverage,
        SimType type,
        ModuleType moduleType,
        String subscription,
        String iccid,
        String imsi,
        String msisdn,
        String serialNumber,
        @Nullable String forTenantId,
        State state,
        Instant addedAt) {
    /** The state of a SIM in stock. */
    public enum State {
        IN_STOCK,
        /** A registration is under way. */
        CLAIMED,
        REGISTERED,
        /** The SIM was purged, and nobody can register it again. */
        RETIRED
    }
}
