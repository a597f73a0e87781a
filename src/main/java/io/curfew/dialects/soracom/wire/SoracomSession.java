package io.curfew.dialects.soracom.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** SORACOM's SessionStatus. What no packet gateway tells here is always null. */
public record SoracomSession(
        boolean online,
        long lastUpdatedAt,
        @Nullable String imei,
        String imsi,
        @Nullable String subscription,
        @Nullable String sessionId,
        @Nullable String ueIpAddress,
        List<String> dnsServers,
        @Nullable String cell,
        @Nullable String vpgId,
        @Nullable String gatewayPrivateIpAddress,
        @Nullable String gatewayPublicIpAddress,
        @Nullable String placement,
        @Nullable String location) {}
