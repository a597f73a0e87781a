package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A password that replaces another one. */
@Schema(name = "NewPassword")
public record NewPassword(
        @Schema(required = true, minLength = 8, maxLength = 128)
        String password,

        @Schema(
                description =
                        "The password until now. The platform operator may leave it out, and sets another one whatever it"
                                + " is.",
                maxLength = 128)
        @Nullable
        String currentPassword) {
    /** Without the passwords. */
    @Override
    public String toString() {
        return "NewPassword[]";
    }
}
