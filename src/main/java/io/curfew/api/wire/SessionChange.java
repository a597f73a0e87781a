package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a packet gateway reports of a SIM. */
@Schema(name = "SessionChange")
public record SessionChange(
        @Schema(
                description = "`online`: a device wants to connect; `alive`: it still is; `offline`: it has gone.",
                required = true,
                enumeration = {"online", "alive", "offline"})
        String state,

        @Schema(description = "The subscription it connects with; absent: the primary one.") @Nullable
        String imsi,

        @Schema(description = "The device's.") @Nullable String imei,

        @Schema(description = "The address it is given.") @Nullable
        String ueIpAddress) {}
