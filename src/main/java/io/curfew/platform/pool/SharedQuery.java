package io.curfew.platform.pool;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import java.util.function.Function;
import java.util.stream.Collector;

/** A statement of {@link SharedPool}, which takes its place when it is executed. */
class SharedQuery<T> implements Query<T> {
    final SharedPool pool;
    private final Query<T> query;

    SharedQuery(SharedPool pool, Query<T> query) {
        this.pool = pool;
        this.query = query;
    }

    @Override
    public Future<T> execute() {
        return pool.single(query::execute);
    }

    @Override
    public void execute(Handler<AsyncResult<T>> handler) {
        execute().onComplete(handler);
    }

    @Override
    public <R> Query<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
        return new SharedQuery<>(pool, query.collecting(collector));
    }

    @Override
    public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
        return new SharedQuery<>(pool, query.mapping(mapper));
    }
}
