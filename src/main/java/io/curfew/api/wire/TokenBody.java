package io.curfew.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A token or key. Its secret is in the answer that issued it, and never again. */
@Schema(name = "Token")
public record TokenBody(
        @Schema(required = true, examples = "TK0a1b2c3d4e5f60718293a4b5c6d7e8f9")
        String id,

        @Schema(
                required = true,
                enumeration = {"native", "main-key", "developer", "access"})
        String kind,

        @Schema(description = "The account it acts for.", required = true)
        String accountId,

        @Schema(description = "The user it acts as.", nullable = true, required = true) @Nullable
        String userId,

        @Schema(nullable = true, required = true) @Nullable String name,
        @Schema(required = true) Instant createdAt,

        @Schema(description = "From when on it is refused; null for never.", nullable = true, required = true) @Nullable
        Instant expiresAt,

        @Schema(description = "Whether it is the platform operator's; present only then.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Boolean platform,

        @Schema(description = "The bearer token; only in the answer that issued it.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String token,

        @Schema(description = "The key's secret; only in the answer that issued it.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "TokenBody[" + id + "]";
    }
}
