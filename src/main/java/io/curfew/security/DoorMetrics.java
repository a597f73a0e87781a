package io.curfew.security;

import io.curfew.kernel.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what comes to the doors and how it leaves. Doors, operations and refusals are words of our own, so whatever
 * strangers send, the series are few. Static, since the tables of refusals are.
 */
public final class DoorMetrics {
    private static final String REFUSALS = "curfew.refusals";
    private static final String REQUESTS = "curfew.requests";
    private static final String LOGINS = "curfew.logins";

    /** Finding a meter takes longer than counting with it, so each is looked up once. */
    private static final Map<Series, Counter> COUNTERS = new ConcurrentHashMap<>();

    /** One counter: its name, and what tells it from others of that name. */
    private record Series(String name, String door, String what, int statusClass) {}

    private DoorMetrics() {}

    /** A door has refused something. */
    public static void refused(String door, ErrorCode code) {
        count(new Series(REFUSALS, door, code.name(), 0));
        switch (code) {
            case UNAUTHENTICATED, CREDENTIALS_MISSING, LOGIN_FAILED, TOKEN_EXPIRED, ACCESS_TOKEN_EXPIRED ->
                login(door, "refused");
            case RATE_LIMITED -> login(door, "limited");
            default -> {
                // The caller was let in, or has not yet said who they are.
            }
        }
    }

    /**
     * A call has its answer.
     *
     * @param operation what was called, by our own name for it
     * @param status the answer's
     */
    public static void served(String door, String operation, int status) {
        count(new Series(REQUESTS, door, operation, status / 100));
    }

    /** A call's credentials were good. */
    public static void accepted(String door) {
        login(door, "accepted");
    }

    private static void login(String door, String outcome) {
        count(new Series(LOGINS, door, outcome, 0));
    }

    private static void count(Series series) {
        Counter known = COUNTERS.get(series); // without the lock that is taken to add one
        (known == null ? COUNTERS.computeIfAbsent(series, DoorMetrics::counter) : known).increment();
    }

    private static Counter counter(Series series) {
        return switch (series.name) {
            case REFUSALS -> counter(series, "Refusals by door and code", Tags.of("code", spelled(series.what)));
            case REQUESTS ->
                counter(
                        series,
                        "Calls by door, operation and class of status",
                        Tags.of("operation", series.what, "status", series.statusClass + "xx"));
            default -> counter(series, "Calls by what became of their credentials", Tags.of("outcome", series.what));
        };
    }

    private static Counter counter(Series series, String description, Tags tags) {
        return Counter.builder(series.name)
                .description(description)
                .tag("door", series.door)
                .tags(tags)
                .register(Metrics.globalRegistry);
    }

    private static String spelled(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
