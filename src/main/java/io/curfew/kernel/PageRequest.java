package io.curfew.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param size rows at most
 * @param cursor where to start, or null to start at {@code offset}
 * @param offset rows to pass over from the newest; only without a cursor
 */
public record PageRequest(int size, @Nullable Cursor cursor, long offset) {
    /** Whether the page lies before its cursor, so that rows are read from old to new. */
    public boolean isBackwards() {
        return cursor != null && cursor.direction() == Cursor.Direction.NEWER;
    }

    /** The first {@code size} rows. */
    public static PageRequest first(int size) {
        return new PageRequest(size, null, 0);
    }
}
