package io.curfew.kernel;

import java.util.Map;

/**
 * The end of a query that cuts a page out of a list: restriction by the cursor, and order. The same for every list that
 * is ordered by creation time and id, so that all of them page alike.
 */
public final class Keyset {
    private Keyset() {}

    /**
     * The clause to append to a query that has a where clause, binding what the page needs into {@code parameters}. The
     * query then has to pass over {@link PageRequest#offset} rows and to read one row more than {@link PageRequest#size},
     * from which {@link Slice#of} makes the page.
     *
     * @param path what stands before the attributes {@code createdAt} and {@code id}, such as {@code "a."}
     */
    public static String clause(PageRequest page, String path, Map<String, Object> parameters) {
        String order = page.isBackwards()
                ? " order by %1$screatedAt, %1$sid".formatted(path)
                : " order by %1$screatedAt desc, %1$sid desc".formatted(path);
        Cursor cursor = page.cursor();
        if (cursor == null) {
            return order;
        }
        parameters.put("cursorAt", cursor.at());
        parameters.put("cursorId", cursor.id());
        String side = page.isBackwards() ? ">" : "<";
        return " and (%1$screatedAt, %1$sid) %2$s (:cursorAt, :cursorId)".formatted(path, side) + order;
    }
}
