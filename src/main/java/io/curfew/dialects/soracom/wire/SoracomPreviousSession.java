package io.curfew.dialects.soracom.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The session before a SIM's present or last one. What no packet gateway tells here is always null. */
public record SoracomPreviousSession(
        boolean online,
        long lastUpdatedAt,
        long createdTime,
        @Nullable Long deletedTime,
        @Nullable String imei,
        String imsi,
        @Nullable String subscription,
        String sessionId,
        @Nullable String ueIpAddress,
        List<String> dnsServers,
        @Nullable String cell,
        @Nullable String vpgId,
        @Nullable String gatewayPrivateIpAddress,
        @Nullable String gatewayPublicIpAddress,
        @Nullable String placement,
        @Nullable String location) {}
