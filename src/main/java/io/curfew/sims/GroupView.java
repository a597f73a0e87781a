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
 * @param createdAt lifecycle time of its creation
 * @param updatedAt lifecycle time of the last change
 */
public record GroupView(
        String tenantId,
        Coverage coverage,
        String groupId,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt) {
    public GroupView {
        tags = Map.copyOf(tags);
    }
}
