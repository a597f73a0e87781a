package io.curfew.dialects.soracom.wire;

import org.jspecify.annotations.Nullable;

/** SORACOM's SessionStatus, without what no packet gateway tells here. Null is what is not known of this session. */
public record SoracomSession(
        boolean online,
        long lastUpdatedAt,
        @Nullable String imei,
        String imsi,
        @Nullable String subscription,
        @Nullable String sessionId,
        @Nullable String ueIpAddress) {}
