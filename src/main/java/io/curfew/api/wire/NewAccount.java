package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account to be made. */
@Schema(name = "NewAccount")
public record NewAccount(
        @Schema(required = true, minLength = 1, maxLength = 100)
        String name,

        @Schema(
                description = "The type of a main account; a subaccount has its main account's.",
                enumeration = {"full", "trial"},
                defaultValue = "full")
        @Nullable
        String type,

        @Schema(description = "Any id of the main account to hold it; without one a main account is made.") @Nullable
        String parent,

        @Schema(description = "Another name for `parent`.") @Nullable
        String parentId) {}
