package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An invitation to be accepted, by one of two passwords. */
@Schema(name = "Acceptance")
public record Acceptance(
        @Schema(required = true, maxLength = 128) String token,

        @Schema(description = "The password of somebody who has none yet.", minLength = 8, maxLength = 128) @Nullable
        String password,

        @Schema(
                description = "The password that the person has already, from accepting another account's invitation.",
                maxLength = 128)
        @Nullable
        String currentPassword) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return "Acceptance[]";
    }
}
