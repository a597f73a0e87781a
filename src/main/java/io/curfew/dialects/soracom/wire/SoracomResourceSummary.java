package io.curfew.dialects.soracom.wire;

import java.util.List;

/**
 * SORACOM's ResourceSummary of SIMs by status. The counts are shown as items of name and value, and again by name.
 * Terminated SIMs are not counted.
 */
public record SoracomResourceSummary(
        String resourceSummaryType,
        List<Item> resourceSummaryItems,
        long readySims,
        long activeSims,
        long inactiveSims,
        long standbySims,
        long suspendedSims) {
    /** Counts of one instant. */
    public record Item(List<String> dimensions, long updatedTime, List<Value> values) {}

    /** One count. */
    public record Value(String name, long value) {}
}
