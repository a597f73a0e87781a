package io.curfew.api.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of an account's audit, the last entry first. */
@Schema(name = "AuditPage")
public record AuditPage(
        @Schema(required = true) List<AuditBody> items,

        @Schema(description = "`cursor` of the page after; null on the last one.", nullable = true, required = true)
        @Nullable
        String next) {}
