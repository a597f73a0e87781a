package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A token of the caller's own account to be issued. */
@Schema(name = "NewOwnToken")
public record NewOwnToken(
        @Schema(maxLength = 100) @Nullable String name,

        @Schema(
                description = "`native` for this API.",
                enumeration = {"native"},
                defaultValue = "native")
        @Nullable
        String kind,

        @Schema(description = "Seconds until it is refused; absent: never.", minimum = "1") @Nullable
        Long expiresIn) {}
