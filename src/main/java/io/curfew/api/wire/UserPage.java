package io.curfew.api.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of users, newest first. */
@Schema(name = "UserPage")
public record UserPage(
        @Schema(required = true) List<UserBody> items,

        @Schema(description = "The cursor of the next page; null on the last one.", nullable = true, required = true)
        @Nullable
        String next) {
    public UserPage {
        items = List.copyOf(items);
    }
}
