package io.curfew.platform.pool;

import java.time.Duration;

/**
 * How long the service waits for the database, in the order in which the deadlines pass. The server gives up first,
 * where it can, for it says why: {@code lock_timeout} of 5 s, then {@code statement_timeout} of 6 s
 * (application.properties). Then this side gives up.
 */
final class Deadlines {
    /** Until a TCP connection is open, and then between any two answers until it can be used. */
    static final Duration OPENING_STEP = Duration.ofSeconds(3);

    /** Until a connection can be used, over all steps. */
    static final Duration OPENING = Duration.ofSeconds(4);

    /** From a statement to its answer. */
    static final Duration STATEMENT = Duration.ofSeconds(7);

    /** For a request, from when it first asks for a connection: it is answered with 503 within ten seconds. */
    static final Duration REQUEST = Duration.ofMillis(8500);

    /** For a connection that others have in use. */
    static final Duration CONNECTION = REQUEST;

    private Deadlines() {}
}
