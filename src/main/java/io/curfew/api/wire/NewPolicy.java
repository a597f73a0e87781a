package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A policy to be settled. */
@Schema(name = "NewPolicy")
public record NewPolicy(
        @Schema(required = true) boolean autoDeletion,

        @Schema(description = "0 to 365 days, in whole seconds; absent: as it is.", examples = "P7D") @Nullable
        String autoDeletionWarning) {}
