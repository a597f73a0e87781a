package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A password that is chosen by a reset. */
@Schema(name = "ChosenPassword")
public record ChosenPassword(
        @Schema(required = true, maxLength = 128) String token,

        @Schema(required = true, minLength = 8, maxLength = 128)
        String password) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return "ChosenPassword[]";
    }
}
