package io.curfew.kernel;

import java.time.Instant;

/**
 * A place in a list that is ordered by creation time and id, newest first. Since it names a row and not a row number,
 * a page that starts there is the same however many rows were added in front of it.
 *
 * @param at creation time of the row
 * @param id id of the row
 * @param direction which side of the row is asked for
 */
public record Cursor(Instant at, String id, Direction direction) {
    /** Which side of the row a page lies on. */
    public enum Direction {
        /** Rows older than this one, the next page. */
        OLDER,
        /** Rows newer than this one, the previous page. */
        NEWER
    }
}
