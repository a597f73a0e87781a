package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SORACOM's Subscriber. Times are UNIX milliseconds. Some values appear under two names, since older clients read the
 * older ones. Unset fields are left out, except those that are null in the vendor's answers too: the same as in
 * {@link SoracomSim}, and the module type of secondary subscriptions.
 *
 * @param type the speed class
 * @param plan 1 with text messages, 0 without
 */
public record SoracomSubscriber(
        String imsi,
        String iccid,
        String msisdn,
        String simId,
        String operatorId,
        String subscription,
        String apn,
        @JsonInclude(Include.NON_NULL) @Nullable String ipAddress,
        String type,
        String speedClass,
        @Nullable String moduleType,
        int plan,
        String status,
        boolean terminationEnabled,
        @Nullable Long expiryTime,
        @Nullable Long expiredAt,
        @Nullable String expiryAction,
        @Nullable String groupId,
        @JsonInclude(Include.NON_NULL) @Nullable String serialNumber,
        Map<String, String> tags,
        @JsonInclude(Include.NON_EMPTY) List<String> bundles,
        @JsonInclude(Include.NON_NULL) @Nullable SoracomImeiLock imeiLock,
        @JsonInclude(Include.NON_NULL) @Nullable SoracomSession sessionStatus,
        @JsonInclude(Include.NON_NULL) @Nullable SoracomPreviousSession previousSession,
        long createdAt,
        long createdTime,
        long lastModifiedAt,
        long lastModifiedTime,
        @JsonInclude(Include.NON_NULL) @Nullable Long registeredTime,
        @JsonInclude(Include.NON_NULL) @Nullable Long renewalFeeStatusSetTime,
        @Nullable Long lastPortMappingCreatedTime) {}
