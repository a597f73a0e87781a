package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/** The session before a SIM's present or last one. What is not known is left out, but for the IMEI. */
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
