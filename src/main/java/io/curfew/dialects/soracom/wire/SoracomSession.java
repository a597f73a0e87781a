package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * SORACOM's SessionStatus, without the fields that no packet gateway reports here. IMEI and address are null when
 * unknown.
 */
public record SoracomSession(
        boolean online,
        long lastUpdatedAt,
        @Nullable String imei,
        String imsi,
        @JsonInclude(Include.NON_NULL) @Nullable String subscription,
        @JsonInclude(Include.NON_NULL) @Nullable String sessionId,
        @Nullable String ueIpAddress) {}
