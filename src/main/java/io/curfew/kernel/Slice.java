package io.curfew.kernel;

import java.util.List;
import java.util.function.Function;

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

    /** The same page with every row mapped. */
    public <R> Slice<R> map(Function<? super T, ? extends R> mapper) {
        return new Slice<R>(items.stream().<R>map(mapper).toList(), hasOlder);
    }
}
