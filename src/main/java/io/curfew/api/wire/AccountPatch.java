package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change of an account; what is absent stays. */
@Schema(name = "AccountPatch")
public record AccountPatch(
        @Schema(minLength = 1, maxLength = 100) @Nullable String name) {}
