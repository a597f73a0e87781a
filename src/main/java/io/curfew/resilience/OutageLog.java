package io.curfew.resilience;

import io.quarkus.logging.Log;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Logs failures of the database: for each cause one line when it begins and one when it is over, however many requests
 * fail meanwhile.
 */
@Singleton
public class OutageLog {
    /**
     * An outage is over when its cause has not made anything fail for this long and the database has answered since.
     */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final long CHECK_MILLIS = 1000;
    private static final int LONGEST_REASON = 200;

    private final Vertx vertx;
    private final Map<Unavailability, State> states = new EnumMap<>(Unavailability.class);
    private volatile boolean open;
    private volatile long answered;

    private static final class State {
        private final long since = System.nanoTime();
        private long last = since;
        private long requests;
    }

    OutageLog(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Notes that a request is refused because of {@code failure}. */
    public void refused(PassingFailure failure) {
        note(failure, 1);
    }

    /** Notes that a job has failed because of {@code failure} and will be run again. */
    public void postponed(PassingFailure failure) {
        note(failure, 0);
    }

    /** Notes that the database has answered. While nothing is wrong, this costs no more than reading a field. */
    public void answered() {
        if (open) {
            answered = System.nanoTime();
        }
    }

    private synchronized void note(PassingFailure failure, int requests) {
        State state = states.get(failure.why());
        if (state == null) {
            state = new State();
            states.put(failure.why(), state);
            Log.warnf(
                    "the database %s; what needs it is refused until that is over: %s",
                    failure.why().sentence(), reason(failure.cause()));
        }
        state.last = System.nanoTime();
        state.requests += requests;
        if (!open) {
            open = true;
            vertx.setTimer(CHECK_MILLIS, timer -> check());
        }
    }

    private synchronized void check() {
        long now = System.nanoTime();
        for (Iterator<Entry<Unavailability, State>> entries = states.entrySet().iterator(); entries.hasNext(); ) {
            Entry<Unavailability, State> entry = entries.next();
            State state = entry.getValue();
            if (now - state.last >= QUIET.toNanos() && answered - state.last > 0) {
                Log.infof(
                        "the database is available again: reason=%s seconds=%d refusedRequests=%d",
                        entry.getKey(), Duration.ofNanos(now - state.since).toSeconds(), state.requests);
                entries.remove();
            }
        }
        open = !states.isEmpty();
        if (open) {
            vertx.setTimer(CHECK_MILLIS, timer -> check());
        }
    }

    private static String reason(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
    }
}
