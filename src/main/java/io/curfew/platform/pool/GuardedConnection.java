package io.curfew.platform.pool;

import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.pgclient.impl.PgConnectionImpl;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import org.jspecify.annotations.Nullable;

/** A connection of the pool, as long as somebody has it: tells its guard when that begins and ends. */
final class GuardedConnection extends PgConnectionImpl {
    private final @Nullable ConnectionGuard guard;

    GuardedConnection(PgConnectionFactory factory, ContextInternal context, Connection pooled) {
        super(factory, context, pooled);
        guard = guardOf(pooled);
        if (guard != null) {
            guard.lease(RequestBudget.of(context));
        }
        // Whoever waits for an answer gets the failure; without a handler it would be printed, too.
        exceptionHandler(failure -> {});
    }

    private static @Nullable ConnectionGuard guardOf(Connection pooled) {
        return pooled.unwrap() instanceof SocketConnectionBase socket
                ? socket.socket().channelHandlerContext().pipeline().get(ConnectionGuard.class)
                : null;
    }

    @Override
    public void close(Promise<Void> completion) {
        if (tx == null) {
            giveBack(completion);
        } else {
            tx.rollback().onComplete(ended -> {
                tx = null;
                giveBack(completion);
            });
        }
    }

    private void giveBack(Promise<Void> completion) {
        if (guard == null) {
            super.close(completion);
        } else {
            guard.release(() -> super.close(completion));
        }
    }
}
