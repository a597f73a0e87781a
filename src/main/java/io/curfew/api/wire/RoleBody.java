package io.curfew.api.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A role at a customer. */
@Schema(name = "Role")
public record RoleBody(
        @Schema(
                description =
                        "16 Advertiser Campaign Manager, 33 Aggregator, 41 Super Admin, 100 Viewer, 203 Standard User.",
                required = true,
                enumeration = {"16", "33", "41", "100", "203"})
        int roleId,

        @Schema(description = "The customer, by any id of its main account.", required = true)
        String customerId,

        @Schema(
                description =
                        "Whether it is limited to the accounts named, also where there are none (any more); a role"
                                + " that names accounts always is.",
                defaultValue = "false")
        boolean restricted,

        @Schema(
                description = "The advertiser accounts it is limited to, by number. A role that is not restricted names"
                        + " none, and is for all, also those to come.")
        List<String> accountIds,

        @Schema(
                description = "How far it reaches at a customer that is only linked; null where it is not.",
                nullable = true,
                enumeration = {"Administrative", "Standard", "LinkedEntityOnly"})
        @Nullable
        String linkPermission) {
    public RoleBody {
        accountIds = List.copyOf(accountIds);
    }
}
