package io.curfew.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A SIM of the stock. Its registration secret is sent when it is added, and never shown. */
@Schema(name = "StockSim")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StockSimBody(
        @Schema(description = "ICCID of a card, EID of a chip.", required = true)
        String simId,

        @Schema(
                required = true,
                enumeration = {"g", "jp"})
        String coverage,

        @Schema(
                required = true,
                enumeration = {"uicc", "euicc"})
        String type,

        @Schema(required = true, examples = "nano") String moduleType,
        @Schema(required = true, examples = "plan01s") String subscription,
        @Schema(required = true) String iccid,
        @Schema(required = true) String imsi,
        @Schema(required = true) String msisdn,
        @Schema(required = true) String serialNumber,

        @Schema(description = "Printed on the card; in requests only.", writeOnly = true) @Nullable
        String registrationSecret,

        @Schema(description = "The only main account that may register it; absent: anybody who has the secret.")
        @Nullable
        String forAccountId,

        @Schema(
                readOnly = true,
                enumeration = {"in_stock", "claimed", "registered", "retired"})
        @Nullable
        String state,

        @Schema(readOnly = true) @Nullable Instant addedAt) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "StockSimBody[" + simId + "]";
    }
}
