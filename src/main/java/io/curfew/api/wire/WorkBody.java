package io.curfew.api.wire;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Due work that was given up and waits for a person. */
@Schema(name = "Work")
public record WorkBody(
        @Schema(required = true) String id,

        @Schema(required = true, description = "What it is, such as `account-purge`.")
        String kind,

        @Schema(required = true, description = "The account it is done for.")
        String accountId,

        @Schema(required = true, description = "What it is done to.")
        String targetId,

        @Schema(required = true, description = "When it fell due.")
        Instant dueAt,

        @Schema(required = true, description = "Attempts that failed.")
        int attempts) {}
