package io.curfew.api.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of parked work, the last scheduled first. */
@Schema(name = "WorkPage")
public record WorkPage(
        @Schema(required = true) List<WorkBody> items,

        @Schema(description = "`cursor` of the page after; null on the last one.", nullable = true, required = true)
        @Nullable
        String next) {}
