package io.curfew.api.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the stock, by id. */
@Schema(name = "StockPage")
public record StockPage(
        @Schema(required = true) List<StockSimBody> items,

        @Schema(description = "`cursor` of the page after; null on the last one.", nullable = true, required = true)
        @Nullable
        String next) {}
