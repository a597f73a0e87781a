package io.curfew.dialects.soracom;

import io.curfew.security.Door;
import java.util.Locale;

/** The groups of calls of the door, by what stands after {@code /v1/}. Calls are limited by operator and group. */
enum SoracomCallGroup {
    AUTH,
    SIMS,
    SUBSCRIBERS,
    QUERY,
    OPERATORS,
    GROUPS,
    BILLS,
    COUPONS,
    STATS,
    SANDBOX,
    RESOURCE_SUMMARIES,
    /** Anything else behind a coverage's prefix, where there is nothing. */
    OTHER;

    private final String root = "/v1/" + name().toLowerCase(Locale.ROOT);

    /** The group of a path without its coverage's prefix. */
    static SoracomCallGroup of(String path) {
        for (SoracomCallGroup group : values()) {
            if (group != OTHER && Door.isUnder(group.root, path)) {
                return group;
            }
        }
        return OTHER;
    }
}
