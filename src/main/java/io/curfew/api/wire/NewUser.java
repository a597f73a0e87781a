package io.curfew.api.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A user to be made. */
@Schema(name = "NewUser")
public record NewUser(
        @Schema(required = true, maxLength = 254) String email,
        @Schema(maxLength = 100) @Nullable String firstName,
        @Schema(maxLength = 100) @Nullable String lastName,

        @Schema(
                description =
                        "Whether the user is one of the platform's own people, who may end customers; for the platform operator.")
        boolean accountManager,

        @Schema(required = true, minItems = 1, maxItems = 100)
        List<RoleBody> roles) {
    public NewUser {
        roles = List.copyOf(roles);
    }
}
