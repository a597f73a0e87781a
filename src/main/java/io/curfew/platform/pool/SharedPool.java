package io.curfew.platform.pool;

import io.curfew.lifecycle.CurrentTree;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pool as everybody sees it: what is done for a tree, or for a caller who is not known yet, gets its connection
 * through the bulkhead. Since this happens here, it applies to every door, to reads and writes, with an idempotency key
 * or without, and nobody has to do anything for it. The place is given back with the connection, when the chain that
 * took it has ended in whatever way.
 */
@SuppressWarnings("deprecation") // Quarkus asks for this type.
final class SharedPool implements PgPool {
    private final Pool pool;
    private final TreeBulkhead bulkhead;
    private final CommitOutcomes outcomes;

    SharedPool(Pool pool, TreeBulkhead bulkhead, CommitOutcomes outcomes) {
        this.pool = pool;
        this.bulkhead = bulkhead;
        this.outcomes = outcomes;
    }

    @Override
    public Future<SqlConnection> getConnection() {
        String tree = CurrentTree.name();
        return tree == null
                ? pool.getConnection().map(connection -> new SharedConnection(connection, outcomes, () -> {}))
                : bulkhead.enter(tree)
                        .compose(place -> pool.getConnection()
                                .<SqlConnection>map(
                                        connection -> new SharedConnection(connection, outcomes, place::leave))
                                .onFailure(none -> place.leave()));
    }

    /** Executes a statement for which nobody holds a connection. */
    <T> Future<T> single(Supplier<Future<T>> statement) {
        String tree = CurrentTree.name();
        return tree == null
                ? statement.get()
                : bulkhead.enter(tree).compose(place -> statement.get().onComplete(ended -> place.leave()));
    }

    @Override
    public void getConnection(Handler<AsyncResult<SqlConnection>> handler) {
        getConnection().onComplete(handler);
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return new SharedQuery<>(this, pool.query(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new SharedPreparedQuery<>(this, pool.preparedQuery(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return new SharedPreparedQuery<>(this, pool.preparedQuery(sql, options));
    }

    @Override
    public PgPool connectHandler(@Nullable Handler<SqlConnection> handler) {
        pool.connectHandler(handler);
        return this;
    }

    @Override
    public PgPool connectionProvider(@Nullable Function<Context, Future<SqlConnection>> provider) {
        pool.connectionProvider(provider);
        return this;
    }

    @Override
    public int size() {
        return pool.size();
    }

    @Override
    public Future<Void> close() {
        return pool.close();
    }

    @Override
    public void close(Handler<AsyncResult<Void>> handler) {
        pool.close(handler);
    }
}
