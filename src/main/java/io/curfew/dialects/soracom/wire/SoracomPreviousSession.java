package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/** The session before a SIM's current or last one. Unknown fields are left out, except the IMEI, which is null. */
public record SoracomPreviousSession(
        boolean online,
        long lastUpdatedAt,
        long createdTime,
        @JsonInclude(Include.NON_NULL) @Nullable Long deletedTime,
        @Nullable String imei,
        String imsi,
        @JsonInclude(Include.NON_NULL) @Nullable String subscription,
        String sessionId,
        @JsonInclude(Include.NON_NULL) @Nullable String ueIpAddress) {}
