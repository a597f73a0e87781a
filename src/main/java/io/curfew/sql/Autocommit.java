package io.curfew.sql;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Statements outside of any session, each a transaction of its own on whatever connection the pool gives. They are for
 * what is read before there is a use case (who calls), or without one.
 */
@ApplicationScoped
public class Autocommit {
    private final Pool pool;

    Autocommit(Pool pool) {
        this.pool = pool;
    }

    /** A statement like that of {@link Sql#of}, but for no session. */
    public Sql of(String statement, @Nullable Object... arguments) {
        return new Sql(
                (text, tuple, reads) ->
                        uni(() -> pool.getDelegate().preparedQuery(text).execute(tuple)),
                statement,
                arguments);
    }

    /**
     * Executes statements that take no arguments, all in one transaction, unprepared: for those that make and change
     * tables, which cannot be prepared.
     *
     * @return how many rows the last one has inserted, changed, deleted or found
     */
    @CheckReturnValue
    public Uni<Integer> script(String statements) {
        return uni(() -> pool.getDelegate().query(statements).execute()).map(rows -> {
            RowSet<?> last = rows;
            while (last.next() != null) {
                last = last.next();
            }
            return last.rowCount();
        });
    }

    private static <T> Uni<T> uni(Supplier<Future<T>> sending) {
        return Uni.createFrom().completionStage(() -> sending.get().toCompletionStage());
    }
}
