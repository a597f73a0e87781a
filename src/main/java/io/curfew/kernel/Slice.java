package io.curfew.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A page of a list, newest first.
 *
 * @param items the rows
 * @param hasOlder whether rows follow
 */
public record Slice<T>(List<T> items, boolean hasOlder) {
    public Slice {
        items = List.copyOf(items);
    }

    /**
     * The page that {@code rows} hold: rows in reading order (from old to new when the page is read backwards), one more
     * than asked for where there are more. A page read backwards is always followed by the row it started from.
     */
    public static <T> Slice<T> of(List<T> rows, PageRequest page) {
        List<T> items = new ArrayList<>(rows.subList(0, Math.min(page.size(), rows.size())));
        if (page.isBackwards()) {
            Collections.reverse(items);
        }
        return new Slice<>(items, page.isBackwards() || rows.size() > page.size());
    }

    /** The same page without the rows that are not wanted, which makes it shorter. */
    public Slice<T> filter(Predicate<? super T> wanted) {
        return new Slice<>(items.stream().filter(wanted).toList(), hasOlder);
    }

    /** The same page with every row mapped. */
    public <R> Slice<R> map(Function<? super T, ? extends R> mapper) {
        return new Slice<R>(items.stream().<R>map(mapper).toList(), hasOlder);
    }
}
