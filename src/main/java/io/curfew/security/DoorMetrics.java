package io.curfew.security;

import io.curfew.kernel.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.Locale;

/**
 * Counts what comes to the doors and how it leaves. Doors, operations and refusals are words of our own, so whatever
 * strangers send, the series are few. Static, since the tables of refusals are.
 */
public final class DoorMetrics {
    private DoorMetrics() {}

    /** A door has refused something. */
    public static void refused(String door, ErrorCode code) {
        Counter.builder("curfew.refusals")
                .description("Refusals by door and code")
                .tag("door", door)
                .tag("code", code.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(Metrics.globalRegistry)
                .increment();
        switch (code) {
            case UNAUTHENTICATED, CREDENTIALS_MISSING, LOGIN_FAILED, TOKEN_EXPIRED, ACCESS_TOKEN_EXPIRED ->
                login(door, "refused");
            case RATE_LIMITED -> login(door, "limited");
            default -> {
                // Somebody who was let in, or who has not said who it is.
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
        Counter.builder("curfew.requests")
                .description("Calls by door, operation and class of status")
                .tag("door", door)
                .tag("operation", operation)
                .tag("status", status / 100 + "xx")
                .register(Metrics.globalRegistry)
                .increment();
    }

    /** A call's credentials were good. */
    public static void accepted(String door) {
        login(door, "accepted");
    }

    private static void login(String door, String outcome) {
        Counter.builder("curfew.logins")
                .description("Calls by what became of their credentials")
                .tag("door", door)
                .tag("outcome", outcome)
                .register(Metrics.globalRegistry)
                .increment();
    }
}
