package io.curfew.api.wire;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A tree's policy. */
@Schema(name = "Policy")
public record PolicyBody(
        @Schema(description = "Whether closed accounts are purged.", required = true)
        boolean autoDeletion,

        @Schema(
                description = "How long accounts that were closed earlier stay once auto-deletion is switched on;"
                        + " ISO 8601.",
                required = true,
                examples = "P7D")
        String autoDeletionWarning,

        @Schema(required = true) Instant updatedAt,

        @Schema(description = "Grows with every change.", required = true)
        long version) {}
