package io.curfew.dialects.soracom.wire;

import org.jspecify.annotations.Nullable;

/** SORACOM's SessionEvent. What no packet gateway tells here is always null. */
public record SoracomSessionEvent(
        String event,
        long time,
        long createdTime,
        String operatorId,
        String simId,
        String imsi,
        @Nullable String imei,
        String subscription,
        String sessionId,
        String apn,
        @Nullable String ueIpAddress,
        @Nullable String dns0,
        @Nullable String dns1,
        @Nullable String cell,
        @Nullable String vpgId,
        @Nullable String gatewayPrivateIpAddress,
        @Nullable String gatewayPublicIpAddress) {}
