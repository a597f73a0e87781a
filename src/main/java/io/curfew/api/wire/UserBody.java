package io.curfew.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A user. */
@Schema(name = "User")
public record UserBody(
        @Schema(description = "A number, the same through Microsoft Advertising's door.", required = true)
        String id,

        @Schema(description = "The customer whose tree the user belongs to.", required = true)
        String customerId,

        @Schema(required = true) String email,
        @Schema(nullable = true, required = true) @Nullable String firstName,
        @Schema(nullable = true, required = true) @Nullable String lastName,

        @Schema(
                description = "Whether the user is one of the platform's own people, who may end customers.",
                required = true)
        boolean accountManager,

        @Schema(description = "Whether the user is the tree's owner; present only then.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Boolean owner,

        @Schema(description = "Whether the user has a password: an invitation was accepted.", required = true)
        boolean accepted,

        @Schema(required = true) List<RoleBody> roles,
        @Schema(required = true) Instant createdAt,
        @Schema(required = true) Instant updatedAt,
        @Schema(required = true) long version,

        @Schema(description = "Present only in the answer that made the user.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        InvitationBody invitation) {
    public UserBody {
        roles = List.copyOf(roles);
    }
}
