package io.curfew.api.wire;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A SIM as gateways and staff need it; the SORACOM door shows all of it. */
@Schema(name = "Sim")
public record SimBody(
        @Schema(required = true) String simId,

        @Schema(description = "The account that holds it.", required = true)
        String accountId,

        @Schema(
                required = true,
                enumeration = {"g", "jp"})
        String coverage,

        @Schema(required = true) String subscription,

        @Schema(
                required = true,
                enumeration = {"ready", "active", "inactive", "standby", "suspended", "terminated"})
        String status,

        @Schema(required = true) boolean online,

        @Schema(
                description = "The running or last session; null when there was none.",
                nullable = true,
                required = true)
        @Nullable
        Session session,

        @Schema(description = "Whether it has to be sent back, once terminated.", required = true)
        boolean returnDue,

        @Schema(nullable = true, required = true) @Nullable Instant returnedAt,

        @Schema(description = "Grows with every change.", required = true)
        long version) {

    /** A connection. */
    @Schema(name = "SimSession")
    public record Session(
            @Schema(required = true) String sessionId,
            @Schema(required = true) String imsi,

            @Schema(nullable = true, required = true) @Nullable
            String imei,

            @Schema(nullable = true, required = true) @Nullable
            String ueIpAddress,

            @Schema(required = true) Instant startedAt,

            @Schema(nullable = true, required = true) @Nullable
            Instant endedAt) {}
}
