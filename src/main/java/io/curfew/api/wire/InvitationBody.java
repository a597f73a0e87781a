package io.curfew.api.wire;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A token by which somebody chooses a password, once. */
@Schema(name = "Invitation")
public record InvitationBody(
        @Schema(description = "Shown this once, to be handed to the person whose address it is.", required = true)
        String token,

        @Schema(required = true) Instant expiresAt) {
    /** Without the token. */
    @Override
    public String toString() {
        return "InvitationBody[" + expiresAt + "]";
    }
}
