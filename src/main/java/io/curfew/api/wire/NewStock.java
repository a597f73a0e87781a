package io.curfew.api.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** SIMs to be added to the stock, all of them or none. */
@Schema(name = "NewStock")
public record NewStock(
        @Schema(required = true, minItems = 1, maxItems = 1000)
        List<StockSimBody> sims) {}
