package io.curfew.api.wire;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A token to be issued. */
@Schema(name = "NewToken")
public record NewToken(
        @Schema(maxLength = 100) @Nullable String name,

        @Schema(description = "From when on it is refused; absent: never.") @Nullable
        Instant expiresAt,

        @Schema(
                description = "`native` for this API, `main-key` for Twilio's door.",
                enumeration = {"native", "main-key"},
                defaultValue = "native")
        @Nullable
        String kind) {}
