package io.curfew.api.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of accounts, newest first. */
@Schema(name = "AccountPage")
public record AccountPage(
        @Schema(required = true) List<AccountBody> items,

        @Schema(description = "The cursor of the next page; null on the last one.", nullable = true, required = true)
        @Nullable
        String next) {}
