package io.curfew.dialects.soracom.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SORACOM's Sim. Times are UNIX milliseconds. Every field is always there; null is unset, or something that there is none
 * of here (sessions of SORACOM Arc, port mappings).
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
        @Nullable String serialNumber,
        @Nullable String otaSerialNumber,
        Map<String, String> tags,
        @Nullable SoracomImeiLock imeiLock,
        String activeProfileId,
        Map<String, SoracomSimProfile> profiles,
        SoracomCapabilities capabilities,
        @Nullable SoracomSession sessionStatus,
        @Nullable SoracomPreviousSession previousSession,
        @Nullable String arcSessionStatus,
        long createdTime,
        long lastModifiedTime,
        @Nullable Long renewalFeeStatusSetTime,
        @Nullable Long lastPortMappingCreatedTime,
        Map<String, String> localInfo) {}
