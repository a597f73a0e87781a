package io.curfew.api.wire;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A refusal, as problem details of RFC 9457. Further members are facts of the one refusal. */
@Schema(name = "Problem", description = "Problem details of RFC 9457. Further members are facts of the one refusal.")
public record ProblemBody(
        @Schema(required = true, examples = "urn:curfew:problem:version-mismatch")
        String type,

        @Schema(required = true) String title,
        @Schema(required = true) int status,

        @Schema(description = "The stable name of the refusal.", required = true)
        String code,

        @Schema(description = "One sentence for people.", required = true)
        String detail,

        @Schema(description = "What is wrong with which member or parameter.") @Nullable
        List<FieldError> errors,

        @Schema(description = "What is left of a purged account.") @Nullable
        Tombstone tombstone) {

    /** What is wrong with one member of the body or one parameter. */
    @Schema(name = "FieldError")
    public record FieldError(
            @Schema(required = true) String field,
            @Schema(required = true) String detail) {}

    /** What is left of a purged account. */
    @Schema(name = "Tombstone")
    public record Tombstone(
            @Schema(required = true) Instant closedAt,
            @Schema(required = true) Instant purgedAt,
            @Schema(required = true) String certificate) {}
}
