package io.curfew.dialects.soracom.wire;

import java.util.Map;

/** SORACOM's Group; {@code configuration} is of services that there are none of here. */
public record SoracomGroup(
        String groupId,
        String operatorId,
        Map<String, String> tags,
        Map<String, String> configuration,
        long createdTime,
        long lastModifiedTime) {}
