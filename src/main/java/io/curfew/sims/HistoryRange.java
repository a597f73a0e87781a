package io.curfew.sims;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a SIM's history is wanted.
 *
 * @param from the earliest instant, null for the beginning of the history
 * @param to the latest instant, null for now
 * @param oldestFirst whether the oldest record comes first; the newest does otherwise
 * @param size the greatest number of records
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

    /** This range without anything before {@code earliest}. */
    public HistoryRange notBefore(Instant earliest) {
        return from != null && from.isAfter(earliest) ? this : new HistoryRange(earliest, to, oldestFirst, size, after);
    }

    /** This range without anything after {@code latest}. */
    public HistoryRange notAfter(Instant latest) {
        return to != null && to.isBefore(latest) ? this : new HistoryRange(from, latest, oldestFirst, size, after);
    }
}
