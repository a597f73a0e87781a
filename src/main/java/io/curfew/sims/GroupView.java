package io.curfew.sims;

import java.time.Instant;
import java.util.Map;

/**
 * A group of SIMs.
 *
 * @param tenantId the main account
 * @param coverage the coverage of its SIMs
 * @param groupId its id
 * @param tags by name; the group's name is the tag {@code name}
 * @param configuration parameters by namespace and name: strings, numbers, booleans, nulls, and lists and maps of
 *     these; they are kept for callers, and nothing here acts on them
 * @param createdAt lifecycle time of its creation
 * @param updatedAt lifecycle time of the last change
 */
public record GroupView(
        String tenantId,
        Coverage coverage,
        String groupId,
        Map<String, String> tags,
        Map<String, Map<String, Object>> configuration,
        Instant createdAt,
        Instant updatedAt) {
    public GroupView {
        tags = Map.copyOf(tags);
    }

    GroupView withTags(Map<String, String> next, Instant at) {
        return new GroupView(tenantId, coverage, groupId, next, configuration, createdAt, at);
    }

    GroupView withConfiguration(Map<String, Map<String, Object>> next, Instant at) {
        return new GroupView(tenantId, coverage, groupId, tags, next, createdAt, at);
    }
}
