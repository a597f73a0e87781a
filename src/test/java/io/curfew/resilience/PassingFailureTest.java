package io.curfew.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.smallrye.mutiny.CompositeException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.hibernate.exception.GenericJDBCException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PassingFailureTest {
    private static PgException database(String state) {
        return new PgException("on purpose", "ERROR", state, "");
    }

    private static SQLException sql(String state) {
        return new SQLException("on purpose", state);
    }

    static Stream<Throwable> passing() {
        SQLException chained = sql("23505");
        chained.setNextException(sql("53100"));
        RuntimeException suppressing = new RuntimeException("rolled back");
        suppressing.addSuppressed(database("57P01"));
        return Stream.of(
                database("08006"),
                database("53300"),
                database("28P01"),
                new CompletionException(database("57P01")),
                new GenericJDBCException("error executing SQL statement", sql("55P03")),
                new CompositeException(new IllegalStateException("first"), new CompletionException(sql("25006"))),
                chained,
                suppressing,
                ClosedConnectionException.INSTANCE,
                new VertxException(
                        "Pending requests failed to be sent due to connection has been closed.", new IOException()),
                new NoStackTraceThrowable("Pending requests failed to be sent due to connection has been closed."),
                new NoStackTraceThrowable("Connection is not active now, current status: CLOSED"),
                new NoStackTraceThrowable("Timeout"),
                new VertxException("Timeout waiting for connection"),
                new ConnectException("Connection refused"),
                new ClosedChannelException(),
                new IOException("Connection reset by peer"));
    }

    @ParameterizedTest
    @MethodSource
    void passing(Throwable failure) {
        assertThat(PassingFailure.in(failure)).isPresent();
    }

    static Stream<Throwable> lasting() {
        return Stream.of(
                database("23505"),
                database("42P01"),
                database("22012"),
                new GenericJDBCException("error executing SQL statement", sql("23503")),
                new NullPointerException(),
                new JsonParseException(null, "no JSON"),
                new NoStackTraceThrowable("something else"));
    }

    @ParameterizedTest
    @MethodSource
    void lasting(Throwable failure) {
        assertThat(PassingFailure.in(failure)).isEmpty();
    }

    @Test
    void causesThatLeadBackToThemselvesAreLookedAtOnce() {
        // Given
        Exception one = new Exception("one");
        Exception other = new Exception("other", one);
        one.initCause(other);
        one.addSuppressed(other);
        // Then
        assertThat(PassingFailure.in(one)).isEmpty();
        assertThat(PassingFailure.in(null)).isEmpty();
    }

    @Test
    void tellsWhatWasFound() {
        PgException cause = database("53100");

        assertThat(PassingFailure.in(new CompletionException(cause)))
                .contains(new PassingFailure(Unavailability.EXHAUSTED, cause));
    }
}
