package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * SORACOM's SessionEvent. Unknown fields are left out, except the IMEI, which is null.
 *
 * @param time in UNIX milliseconds
 * @param createdTime when the session began, in ISO 8601
 */
public record SoracomSessionEvent(
        String event,
        long time,
        String createdTime,
        String operatorId,
        String simId,
        String imsi,
        @Nullable String imei,
        String subscription,
        String sessionId,
        String apn,
        @JsonInclude(Include.NON_NULL) @Nullable String ueIpAddress) {}
