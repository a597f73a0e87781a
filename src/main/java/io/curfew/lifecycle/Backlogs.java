package io.curfew.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the claims of one sweep begin to read the queue. A tree that gets no further lane may have very much work at the
 * front; who looks for the work of others reads over it once in a while, not each time.
 */
final class Backlogs {
    /**
     * What is due when it is written is seen by others at most this much later, which is the time that its transaction
     * takes.
     */
    private static final Duration LATE = Duration.ofSeconds(1);

    /** After this time everything is read again, for what came late after all, or was another replica's. */
    private static final Duration WHOLE = Duration.ofSeconds(3);

    /** Sets of trees that are remembered; there are as many as change places at the same time. */
    private static final int MOST = 16;

    /** The front of the queue. */
    static final Place START = new Place(Instant.EPOCH, 0);

    private final LongSupplier nanos;
    private final Map<String, Read> reads = new HashMap<>();

    /**
     * @param nanos the process's own time, as {@link System#nanoTime} tells it
     */
    Backlogs(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A place in the queue, which is read in this order. */
    record Place(Instant readyAt, long id) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::readyAt).thenComparingLong(Place::id);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * The place up to which nothing is left but work of the trees that are left out, and when all of it was last read.
     */
    private record Read(Place end, long wholeAt) {}

    /** The place from which on there may be work of trees that are not left out. */
    synchronized Place end(String leftOut) {
        Read read = reads.get(leftOut);
        return read == null || nanos.getAsLong() - read.wholeAt > WHOLE.toNanos() ? START : read.end;
    }

    /** What was read over may be free again: others had it in hand, and have left it undone. */
    synchronized void forget() {
        reads.clear();
    }

    /**
     * The queue was read.
     *
     * @param from where that began
     * @param found what was found first, null when there was nothing until {@code now}
     */
    synchronized void read(String leftOut, Place from, @Nullable ClaimedWork found, Instant now) {
        if (leftOut.isEmpty()) {
            return; // whose work is first is nobody's backlog
        }
        Place end = new Place(now.minus(LATE), 0);
        if (found != null) {
            Place place = new Place(found.readyAt(), found.id());
            end = place.compareTo(end) < 0 ? place : end;
        }
        Read before = reads.get(leftOut);
        long wholeAt = before == null || from.equals(START) ? nanos.getAsLong() : before.wholeAt;
        if (before == null && reads.size() >= MOST) {
            reads.clear();
        }
        reads.put(leftOut, new Read(end, wholeAt));
    }
}
