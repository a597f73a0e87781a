package io.curfew.sql;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.impl.MutinySessionImpl;
import org.hibernate.reactive.pool.impl.SqlClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its arguments, to be executed once: {@link #one}, {@link #list}, {@link #update}. {@link #of} makes one
 * that runs in the caller's session, and so in the caller's transaction; {@link Autocommit} makes one that runs by itself.
 *
 * <p>The statement is PostgreSQL's own, with {@code $1} and so on for its arguments, which are always bound, never written into
 * it. An argument that occurs twice has one type. Arguments may be null, strings, numbers, booleans, {@link Instant}s, enums
 * (by their names), byte arrays and collections of strings (as {@code text[]}).
 *
 * <p>Nothing is sent before somebody subscribes. A failure is Hibernate's, as that of an entity's statement is, or the
 * driver's; {@code PassingFailure} knows both. {@code docs/adr/0008-two-ways-to-the-data.md} says when to take this and
 * when a repository.
 */
public final class Sql {
    /** Something that executes a statement. */
    interface Executor {
        /**
         * @param reads whether the rows matter, so that they have to include what the session has yet to write
         */
        Uni<RowSet<io.vertx.sqlclient.Row>> execute(String statement, Tuple arguments, boolean reads);
    }

    private final Executor executor;
    private final String statement;
    private final @Nullable Object[] arguments;

    Sql(Executor executor, String statement, @Nullable Object[] arguments) {
        this.executor = executor;
        this.statement = statement;
        this.arguments = arguments;
    }

    /**
     * A statement for the caller's session.
     *
     * @param arguments what {@code $1}, {@code $2}, … stand for
     */
    public static Sql of(String statement, @Nullable Object... arguments) {
        return new Sql(Sql::inSession, statement, arguments);
    }

    /**
     * {@link #of} for a statement that is put together of parts, whose arguments have names instead of places.
     *
     * @param arguments what {@code :name} stands for, by name; those that the statement does not name are passed over,
     *     and a missing one is refused with {@link IllegalArgumentException}
     */
    public static Sql named(String statement, Map<String, ? extends @Nullable Object> arguments) {
        NamedArguments placed = NamedArguments.place(statement, arguments);
        return of(placed.statement(), placed.values().toArray());
    }

    /**
     * Executes the statement for its only row. What the session has changed of entities is written first, so that the
     * row shows it.
     *
     * @return what {@code reading} makes of the row, null where there is none; fails with {@link IllegalStateException} where
     *     there are several
     */
    @CheckReturnValue
    public <T extends @Nullable Object> Uni<@Nullable T> one(Function<Row, T> reading) {
        return list(reading).map(rows -> {
            if (rows.size() > 1) {
                throw new IllegalStateException("a statement for one row has found several");
            }
            return rows.isEmpty() ? null : rows.get(0);
        });
    }

    /** {@link #one} for a statement that always gives a row; fails with {@link IllegalStateException} where it does not. */
    @CheckReturnValue
    public <T extends @Nullable Object> Uni<T> exactlyOne(Function<Row, T> reading) {
        return list(reading).map(rows -> {
            if (rows.size() != 1) {
                throw new IllegalStateException("a statement that always gives one row gave " + rows.size());
            }
            return rows.get(0);
        });
    }

    /** Executes the statement for all its rows, like {@link #one}; what {@code reading} makes of each, in their order. */
    @CheckReturnValue
    public <T extends @Nullable Object> Uni<List<T>> list(Function<Row, T> reading) {
        return executor.execute(statement, tuple(), true).map(rows -> read(rows, reading));
    }

    private static <T extends @Nullable Object> List<T> read(
            RowSet<io.vertx.sqlclient.Row> rows, Function<Row, T> reading) {
        List<T> read = new ArrayList<>(rows.size());
        for (io.vertx.sqlclient.Row row : rows) {
            read.add(reading.apply(new Row(row)));
        }
        return Collections.unmodifiableList(read);
    }

    /**
     * Executes the statement for what it does. What the session has changed of entities and not yet written is written
     * after it, at the latest by the commit.
     *
     * @return how many rows it has inserted, changed or deleted
     */
    @CheckReturnValue
    public Uni<Integer> update() {
        return executor.execute(statement, tuple(), false).map(RowSet::rowCount);
    }

    /**
     * Sends the statement, and in the same round trip the first statement of {@code next}; PostgreSQL executes them one
     * after the other, each with a view of its own on the data.
     *
     * @return what {@code next} returns; the failure of this statement where there is none
     */
    @CheckReturnValue
    public <T extends @Nullable Object> Uni<T> ahead(Supplier<Uni<T>> next) {
        return Panache.getSession().chain(session -> {
            // Sent from here on, whether or not anybody has subscribed.
            CompletionStage<?> sent = connection(session).preparedQuery(statement, tuple());
            return next.get()
                    .onItemOrFailure()
                    .transformToUni((result, failure) -> Uni.createFrom()
                            .completionStage(sent)
                            .chain(() -> failure == null
                                    ? Uni.createFrom().item(result)
                                    : Uni.createFrom().failure(failure)));
        });
    }

    private static Uni<RowSet<io.vertx.sqlclient.Row>> inSession(String statement, Tuple arguments, boolean reads) {
        return Panache.getSession().chain(session -> {
            SqlClientConnection connection = connection(session);
            Supplier<CompletionStage<RowSet<io.vertx.sqlclient.Row>>> sending =
                    () -> connection.preparedQuery(statement, arguments);
            return reads && connection.isTransactionInProgress()
                    ? session.flush().chain(() -> Uni.createFrom().completionStage(sending))
                    : Uni.createFrom().completionStage(sending);
        });
    }

    /**
     * Past Hibernate's queries, which parse a statement anew each time and do not begin before the one before them has ended;
     * the connection queues what it is given.
     */
    private static SqlClientConnection connection(Mutiny.Session session) {
        // This is the connection beneath the one that collects entities' statements, which holds none between two
        // flushes.
        return (SqlClientConnection)
                ((MutinySessionImpl) session).getReactiveConnection().withBatchSize(1);
    }

    private Tuple tuple() {
        @Nullable Object[] bound = new Object[arguments.length];
        for (int i = 0; i < bound.length; i++) {
            bound[i] = bound(arguments[i]);
        }
        return Tuple.wrap(bound);
    }

    private static @Nullable Object bound(@Nullable Object argument) {
        if (argument instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        if (argument instanceof Enum<?> constant) {
            return constant.name();
        }
        if (argument instanceof byte[] bytes) {
            return Buffer.buffer(bytes);
        }
        return argument instanceof Collection<?> several ? several.toArray(String[]::new) : argument;
    }
}
