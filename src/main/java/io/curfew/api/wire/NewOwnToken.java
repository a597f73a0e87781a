package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A token of the caller's own account to be issued. */
@Schema(name = "NewOwnToken")
public record NewOwnToken(
        @Schema(maxLength = 100) @Nullable String name,

        @Schema(
                description = "`native` for this API; `developer` and `access` for Microsoft Advertising's door.",
                enumeration = {"native", "developer", "access"},
                defaultValue = "native")
        @Nullable
        String kind,

        @Schema(
                description = "The user that an access token acts as; absent: the owner of the caller's tree."
                        + " With other kinds it is refused.")
        @Nullable
        String userId,

        @Schema(
                description =
                        "Whether a native token shall be the platform operator's, like the calling one; only for the"
                                + " platform operator.")
        boolean platform,

        @Schema(description = "Seconds until it is refused; absent: never.", minimum = "1") @Nullable
        Long expiresIn) {}
