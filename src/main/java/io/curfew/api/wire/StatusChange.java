package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a status is changed. */
@Schema(name = "StatusChange")
public record StatusChange(
        @Schema(maxLength = 500) @Nullable String reason) {}
