package io.curfew.resilience;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A transient failure: the database could not do what it was asked to do, and may be able to a moment later.
 *
 * @param why the reason for the failure
 * @param cause where the reason was found: the failure itself, or one that it wraps
 */
public record PassingFailure(Unavailability why, Throwable cause) {
    /** The number of failures in a tree of causes that are looked at. No real tree has more. */
    private static final int MOST = 64;

    /** Messages of the pool and its connections, which have no exception types for these failures. */
    private static final Set<String> LOST = Set.of(
            "Connection was closed",
            "Pool closed",
            "Client is closed",
            "Pending requests failed to be sent due to connection has been closed.");

    private static final String NOT_ACTIVE = "Connection is not active now";
    private static final Set<String> POOL_TIMEOUTS = Set.of("Timeout", "Timeout waiting for connection");

    /**
     * Judges a failure, however it is wrapped: by causes, suppressed failures, {@link CompositeException} and
     * {@link SQLException#getNextException}.
     *
     * @return empty when another try would have the same result
     */
    public static Optional<PassingFailure> in(@Nullable Throwable failure) {
        Deque<Throwable> open = new ArrayDeque<>();
        add(open, failure);
        for (int seen = 0; seen < MOST && !open.isEmpty(); seen++) {
            Throwable next = open.removeFirst();
            Unavailability why = judge(next);
            if (why != null) {
                return Optional.of(new PassingFailure(why, next));
            }
            if (next instanceof CompositeException several) {
                several.getCauses().forEach(one -> add(open, one));
            }
            if (next instanceof SQLException chained) {
                add(open, chained.getNextException());
            }
            add(open, next.getCause());
            Arrays.stream(next.getSuppressed()).forEach(one -> add(open, one));
        }
        return Optional.empty();
    }

    private static void add(Deque<Throwable> open, @Nullable Throwable failure) {
        // A chain that leads back to itself would fill the queue before the limit is reached.
        if (failure != null && open.size() < MOST) {
            open.addLast(failure);
        }
    }

    private static @Nullable Unavailability judge(Throwable failure) {
        if (failure instanceof NoConnectionException lacking) {
            return lacking.why();
        }
        if (failure instanceof PgException database) {
            return Unavailability.ofSqlState(database.getSqlState());
        }
        if (failure instanceof SQLException wrapped) {
            return Unavailability.ofSqlState(wrapped.getSQLState());
        }
        if (failure instanceof ClosedConnectionException || isNetwork(failure)) {
            return Unavailability.UNREACHABLE;
        }
        if (failure instanceof TimeoutException || failure instanceof java.util.concurrent.TimeoutException) {
            return Unavailability.BUSY;
        }
        return failure instanceof VertxException || failure instanceof NoStackTraceThrowable
                ? ofMessage(String.valueOf(failure.getMessage()))
                : null;
    }

    /** The transport throws the bare type. Its subtypes, such as those of a JSON parser, do not concern the network. */
    private static boolean isNetwork(Throwable failure) {
        return failure.getClass() == IOException.class
                || failure instanceof SocketException
                || failure instanceof ClosedChannelException
                || failure instanceof UnknownHostException
                || failure instanceof SSLException;
    }

    private static @Nullable Unavailability ofMessage(String message) {
        if (POOL_TIMEOUTS.contains(message)) {
            return Unavailability.BUSY;
        }
        return LOST.contains(message) || message.startsWith(NOT_ACTIVE) ? Unavailability.UNREACHABLE : null;
    }
}
