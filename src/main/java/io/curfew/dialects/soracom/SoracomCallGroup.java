package io.curfew.dialects.soracom;

import io.curfew.security.Door;
import java.util.Locale;

/** The groups of the door's calls, by the path segment after {@code /v1/}. Calls are limited by operator and group. */
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
    /** All other paths with a coverage's prefix; nothing is served there. */
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
