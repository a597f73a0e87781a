package io.curfew.sims;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a SIM's history is wanted.
 *
 * @param from not before, null from the beginning
 * @param to not after, null up to now
 * @param oldestFirst the order; newest first otherwise
 * @param size records at most
 * @param after position of the last record of the page before, null for the first page
 */
public record HistoryRange(
        @Nullable Instant from,
        @Nullable Instant to,
        boolean oldestFirst,
        int size,
        @Nullable Long after) {
    /** The newest {@code size} records. */
    public static HistoryRange newest(int size) {
        return new HistoryRange(null, null, false, size, null);
    }

    /** What is left of it without what is earlier. */
    public HistoryRange notBefore(Instant earliest) {
        return from != null && from.isAfter(earliest) ? this : new HistoryRange(earliest, to, oldestFirst, size, after);
    }

    /** What is left of it without what is later. */
    public HistoryRange notAfter(Instant latest) {
        return to != null && to.isBefore(latest) ? this : new HistoryRange(from, latest, oldestFirst, size, after);
    }
}
