package io.curfew.api.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of tokens, newest first, without their secrets. */
@Schema(name = "TokenPage")
public record TokenPage(
        @Schema(required = true) List<TokenBody> items,

        @Schema(description = "The cursor of the next page; null on the last one.", nullable = true, required = true)
        @Nullable
        String next) {}
