package io.curfew.platform.pool;

import io.curfew.resilience.NoConnectionException;
import io.curfew.resilience.Unavailability;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.impl.command.CloseConnectionCommand;
import io.vertx.sqlclient.impl.command.CommandBase;
import io.vertx.sqlclient.impl.command.CommandResponse;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection from inside its pipeline, between the client and the codec. A statement that is not answered in
 * time takes its connection with it, for nobody knows what state that is in. So does a server that cannot be written to,
 * once the transaction that has found out is over. It costs no timer for each statement: while answers are due, it looks
 * twice a second.
 */
final class ConnectionGuard extends ChannelDuplexHandler {
    static final String NAME = "guard";

    private static final long TICK_MILLIS = 500;
    private static final String READ_ONLY = "25006";

    private final ConnectionGuards all;
    private @Nullable ChannelHandlerContext context;

    // Used on the connection's event loop only.
    private int due;
    private long dueSince;
    private boolean ticking;
    private @Nullable Throwable ending;

    // Set by whoever uses the connection, from other threads, before its first statement.
    private volatile boolean leased;
    private volatile boolean bounded;
    private volatile long leaseEnd;
    private volatile boolean unwanted;

    ConnectionGuard(ConnectionGuards all) {
        this.all = all;
    }

    /** Notes that somebody has the connection from now on. With a budget, everything has to be answered within it. */
    void lease(@Nullable RequestBudget budget) {
        bounded = budget != null;
        leaseEnd = budget == null ? 0 : budget.end();
        leased = true;
    }

    /** Nobody has the connection any more: {@code then} gives it back, to be closed where it is not wanted. */
    void release(Runnable then) {
        leased = false;
        bounded = false;
        ChannelHandlerContext here = context;
        if (unwanted && here != null) {
            closeBefore(here, then);
        } else {
            then.run();
        }
    }

    /** Asks for the connection to be closed as soon as nobody uses it. */
    void evict() {
        unwanted = true;
        ChannelHandlerContext here = context;
        if (here != null) {
            here.executor().execute(() -> {
                if (!leased && due == 0) {
                    close();
                }
            });
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext here) {
        context = here;
        all.add(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) throws Exception {
        all.remove(this);
        super.channelInactive(here);
    }

    @Override
    public void write(ChannelHandlerContext here, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof CommandBase && !(message instanceof CloseConnectionCommand)) {
            if (due++ == 0) {
                dueSince = System.nanoTime();
            }
            if (!ticking) {
                ticking = true;
                scheduleTick(here);
            }
        }
        super.write(here, message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext here, Object message) throws Exception {
        if (message instanceof CommandResponse<?> answer) {
            due--;
            dueSince = System.nanoTime();
            message = judged(answer);
            if (unwanted && !leased && due == 0) {
                Object last = message;
                closeBefore(here, () -> here.fireChannelRead(last));
                return;
            }
        }
        super.channelRead(here, message);
    }

    private CommandResponse<?> judged(CommandResponse<?> answer) {
        Throwable failure = answer.toAsyncResult().cause();
        if (ending != null && (failure == null || failure instanceof ClosedConnectionException)) {
            return replaced(answer, ending);
        }
        if (failure == null) {
            all.answered();
            return answer;
        }
        if (failure instanceof PgException database) {
            all.answered();
            if (READ_ONLY.equals(database.getSqlState())) {
                unwanted = true;
                all.movedAway();
            }
        }
        return answer;
    }

    private static <R> CommandResponse<R> replaced(CommandResponse<R> answer, Throwable failure) {
        CommandResponse<R> better = CommandResponse.failure(failure);
        better.cmd = answer.cmd;
        return better;
    }

    /**
     * Takes the message by which a server ends a connection. Passed on, it would be printed; instead, whoever waits
     * for an answer gets it as a failure.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable cause) throws Exception {
        if (cause instanceof PgException) {
            ending = cause;
            close();
            return;
        }
        super.exceptionCaught(here, cause);
    }

    private void scheduleTick(ChannelHandlerContext here) {
        here.executor().schedule(() -> tick(here), TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick(ChannelHandlerContext here) {
        if (due <= 0 || !here.channel().isActive()) {
            ticking = false;
            return;
        }
        long now = System.nanoTime();
        if (now - dueSince >= Deadlines.STATEMENT.toNanos()) {
            // Other connections are probably dead too: idle ones are closed before they cost a request the same time.
            giveUp("no answer within " + Deadlines.STATEMENT.toSeconds() + " s", Unavailability.UNREACHABLE);
            all.evictIdle();
        } else if (bounded && now - leaseEnd >= 0) {
            giveUp("the time for this request is used up", Unavailability.CONTENDED);
        } else {
            scheduleTick(here);
        }
    }

    private void giveUp(String reason, Unavailability why) {
        ending = new NoConnectionException(why, reason, null);
        close();
    }

    /** Does {@code then} when the pool has noticed; before that, it would hand the connection out again. */
    private void closeBefore(ChannelHandlerContext here, Runnable then) {
        here.channel().closeFuture().addListener(closed -> here.executor().execute(then));
        close();
    }

    /** Closes at once, since the other side may not accept the farewell of TLS or of the protocol any more. */
    private void close() {
        ChannelHandlerContext here = context;
        if (here == null) {
            return;
        }
        if (here.executor().inEventLoop()) {
            closeHere(here);
        } else {
            here.executor().execute(() -> closeHere(here));
        }
    }

    private static void closeHere(ChannelHandlerContext here) {
        ChannelHandlerContext first = here.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }
}
