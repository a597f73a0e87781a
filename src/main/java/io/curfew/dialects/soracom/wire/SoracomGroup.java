package io.curfew.dialects.soracom.wire;

import java.util.Map;

/** SORACOM's Group; {@code configuration} is for services that do not exist here, and is only stored. */
public record SoracomGroup(
        String groupId,
        String operatorId,
        Map<String, String> tags,
        Map<String, Map<String, Object>> configuration,
        long createdTime,
        long lastModifiedTime) {}
