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
 * @param imsi its subscription's
 * @param msisdn its number
 * @param serialNumber printed on the card
 * @param forTenantId the only main account that may register it, null for anybody
 * @param state whether it can be registered
 * @param addedAt lifecycle time it came into the stock
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
    /** Where a stock row stands. */
    public enum State {
        IN_STOCK,
        /** A registration has it in hand. */
        CLAIMED,
        REGISTERED,
        /** Its SIM was purged; nobody registers it again. */
        RETIRED
    }
}
