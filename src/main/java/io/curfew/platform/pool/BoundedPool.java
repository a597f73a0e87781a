package io.curfew.platform.pool;

import io.curfew.resilience.NoConnectionException;
import io.curfew.resilience.Unavailability;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.PoolImpl;
import io.vertx.sqlclient.impl.command.CommandBase;
import io.vertx.sqlclient.spi.Driver;

/**
 * The pool, whose callers wait for a connection no longer than their request may take. Where the server allows fewer
 * connections than the pool would open, they wait for one of the existing ones.
 */
final class BoundedPool extends PoolImpl {
    /** The pool's own timer suffices for a caller who has nearly all of the time left. */
    private static final long NEARLY_ALL_NANOS = Deadlines.CONNECTION.toNanos() / 10 * 9;

    private final VertxInternal vertx;

    BoundedPool(VertxInternal vertx, Driver driver, PoolOptions options, CloseFuture closing) {
        super(vertx, driver, false, options, null, null, closing);
        this.vertx = vertx;
    }

    @Override
    public Future<SqlConnection> getConnection() {
        ContextInternal context = vertx.getOrCreateContext();
        RequestBudget budget = RequestBudget.of(context);
        long end = budget == null ? System.nanoTime() + Deadlines.CONNECTION.toNanos() : budget.end();
        long left = end - System.nanoTime();
        if (left >= NEARLY_ALL_NANOS) {
            return patient(context, end);
        }
        return left <= 0 ? context.failedFuture(busy()) : withTimer(context, left, patient(context, end));
    }

    /** A single statement gets its connection as a transaction does, with the same deadlines. */
    @Override
    public <R> Future<R> schedule(ContextInternal context, CommandBase<R> command) {
        return getConnection()
                .compose(connection -> ((GuardedConnection) connection)
                        .schedule(context, command)
                        .andThen(answer -> connection.close()));
    }

    /** Takes another turn as long as there is no room for a further connection. */
    private Future<SqlConnection> patient(ContextInternal context, long end) {
        return super.getConnection()
                .recover(failure -> isFull(failure) && System.nanoTime() - end < 0
                        ? patient(context, end)
                        : context.failedFuture(failure));
    }

    private static boolean isFull(Throwable failure) {
        return failure instanceof NoConnectionException lacking && lacking.why() == Unavailability.CONNECTION_LIMIT;
    }

    private Future<SqlConnection> withTimer(ContextInternal context, long nanos, Future<SqlConnection> connection) {
        Promise<SqlConnection> promise = context.promise();
        long timer = context.setTimer(Math.max(1, nanos / 1_000_000), late -> promise.tryFail(busy()));
        connection.onComplete(got -> {
            vertx.cancelTimer(timer);
            if (got.failed()) {
                promise.tryFail(got.cause());
            } else if (!promise.tryComplete(got.result())) {
                got.result().close();
            }
        });
        return promise.future();
    }

    private static NoConnectionException busy() {
        return new NoConnectionException(Unavailability.BUSY, "no connection became free in time", null);
    }
}
