package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A password that replaces another one. */
@Schema(name = "NewPassword")
public record NewPassword(
        @Schema(required = true, minLength = 8, maxLength = 128)
        String password,

        @Schema(description = "The password until now.", required = true, maxLength = 128)
        String currentPassword) {
    /** Without the passwords. */
    @Override
    public String toString() {
        return "NewPassword[]";
    }
}
