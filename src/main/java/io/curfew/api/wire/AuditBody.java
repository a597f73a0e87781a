package io.curfew.api.wire;

import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Something that happened to an account or to what it holds. */
@Schema(name = "AuditEntry")
public record AuditBody(
        @Schema(
                required = true,
                description = "The entry's id, which is also that of the event where one goes with it.")
        String id,

        @Schema(
                required = true,
                description =
                        "The place among all that is recorded of the tree. It has no gaps there and never changes.")
        long position,

        @Schema(required = true) Instant occurredAt,

        @Schema(required = true, description = "When it was written down, by the database's clock.")
        Instant recordedAt,

        @Schema(required = true, description = "What happened, such as `account.suspended`.")
        String action,

        @Schema(required = true, description = "The account it is about.")
        String accountId,

        @Schema(required = true, description = "The id of what it happened to.")
        String subject,

        @Schema(required = true) Actor actor,

        @Schema(
                required = true,
                description =
                        "Facts. In the place of a personal value that is erased or not shown, `sha256:` and a hash.")
        Map<String, Object> detail) {
    /** Who did it, and through which door. */
    @Schema(name = "AuditActor")
    public record Actor(
            @Schema(required = true, description = "`customer`, `platform`, `worker` or `stranger`.")
            String kind,

            @Schema(
                    required = true,
                    description = "A credential's id, a worker's name, or who a stranger claimed to be.")
            String id,

            @Schema(required = true) String door) {}
}
