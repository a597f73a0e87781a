package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SORACOM's Sim. Times are UNIX milliseconds. Unset fields are left out, except those that are null in the vendor's
 * answers too: the group, the expiry, and the time when ports were last mapped, which never happens here.
 */
public record SoracomSim(
        String simId,
        String operatorId,
        String type,
        String moduleType,
        String status,
        boolean terminationEnabled,
        @Nullable Long expiryTime,
        @Nullable String expiryAction,
        String speedClass,
        @Nullable String groupId,
        @JsonInclude(Include.NON_NULL) @Nullable String serialNumber,
        @JsonInclude(Include.NON_NULL) @Nullable String otaSerialNumber,
        Map<String, String> tags,
        @JsonInclude(Include.NON_NULL) @Nullable SoracomImeiLock imeiLock,
        String activeProfileId,
        Map<String, SoracomSimProfile> profiles,
        SoracomCapabilities capabilities,
        @JsonInclude(Include.NON_NULL) @Nullable SoracomSession sessionStatus,
        @JsonInclude(Include.NON_NULL) @Nullable SoracomPreviousSession previousSession,
        long createdTime,
        long lastModifiedTime,
        @JsonInclude(Include.NON_NULL) @Nullable Long renewalFeeStatusSetTime,
        @Nullable Long lastPortMappingCreatedTime) {}
