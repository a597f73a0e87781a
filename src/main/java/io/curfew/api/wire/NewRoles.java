package io.curfew.api.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The roles that a user shall have instead of those they have. */
@Schema(name = "NewRoles")
public record NewRoles(
        @Schema(required = true, minItems = 1, maxItems = 100)
        List<RoleBody> roles) {
    public NewRoles {
        roles = List.copyOf(roles);
    }
}
