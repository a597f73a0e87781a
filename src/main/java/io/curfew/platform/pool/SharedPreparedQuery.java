package io.curfew.platform.pool;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;

/** A prepared statement of {@link SharedPool}, which takes its place when it is executed. */
final class SharedPreparedQuery<T> extends SharedQuery<T> implements PreparedQuery<T> {
    private final PreparedQuery<T> query;

    SharedPreparedQuery(SharedPool pool, PreparedQuery<T> query) {
        super(pool, query);
        this.query = query;
    }

    @Override
    public Future<T> execute(Tuple parameters) {
        return pool.single(() -> query.execute(parameters));
    }

    @Override
    public void execute(Tuple parameters, Handler<AsyncResult<T>> handler) {
        execute(parameters).onComplete(handler);
    }

    @Override
    public Future<T> executeBatch(List<Tuple> batch) {
        return pool.single(() -> query.executeBatch(batch));
    }

    @Override
    public void executeBatch(List<Tuple> batch, Handler<AsyncResult<T>> handler) {
        executeBatch(batch).onComplete(handler);
    }

    @Override
    public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
        return new SharedPreparedQuery<>(pool, query.collecting(collector));
    }

    @Override
    public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
        return new SharedPreparedQuery<>(pool, query.mapping(mapper));
    }
}
