package io.curfew.platform.pool;

import io.curfew.resilience.NoConnectionException;
import io.curfew.resilience.PassingFailure;
import io.curfew.resilience.Unavailability;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.quarkus.logging.Log;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionBase;
import java.net.SocketOption;
import java.time.Duration;
import java.util.List;
import jdk.net.ExtendedSocketOptions;

/**
 * Opens the pool's connections within a deadline, each with a guard, and with several hosts to one that can be written
 * to. When the server accepts no more connections, none is tried for a while; the caller is told so and can wait for
 * an existing one.
 */
final class GuardedConnections extends PgConnectionFactory {
    /** A host that is silent is noticed by its connections, the idle ones too, within about half a minute. */
    private static final int KEEP_ALIVE_IDLE_SECONDS = 15;

    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 5;
    private static final int KEEP_ALIVE_PROBES = 3;

    /** How often the server is asked again while it accepts no more connections. */
    private static final Duration FULL = Duration.ofSeconds(1);

    /** How long a caller who would have opened one is kept waiting. */
    private static final long TURN_MILLIS = 50;

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(10);

    private static final String IS_WRITABLE =
            "select not pg_is_in_recovery() and not current_setting('transaction_read_only')::boolean";

    private final List<PgConnectOptions> hosts;
    private final ConnectionGuards guards;
    private final int poolSize;
    private volatile int lastGood;
    private volatile long fullSince = System.nanoTime() - FULL.toNanos();
    private volatile long lineAt = System.nanoTime() - BETWEEN_LINES.toNanos();

    GuardedConnections(VertxInternal vertx, List<PgConnectOptions> hosts, ConnectionGuards guards, int poolSize) {
        super(vertx, () -> Future.succeededFuture(hosts.get(0)));
        this.hosts = hosts;
        this.guards = guards;
        this.poolSize = poolSize;
    }

    @Override
    public Future<SqlConnection> connect(Context context) {
        ContextInternal here = (ContextInternal) context;
        if (System.nanoTime() - fullSince < FULL.toNanos()) {
            return afterATurn(here);
        }
        return connect(here, lastGood, hosts.size()).recover(failure -> {
            if (PassingFailure.in(failure)
                    .filter(passing -> passing.why() == Unavailability.CONNECTION_LIMIT)
                    .isEmpty()) {
                return here.failedFuture(failure);
            }
            fullSince = System.nanoTime();
            tellOfTheLimit(failure);
            return here.failedFuture(full());
        });
    }

    private static NoConnectionException full() {
        return new NoConnectionException(
                Unavailability.CONNECTION_LIMIT, "the database takes no further connections", null);
    }

    private Future<SqlConnection> afterATurn(ContextInternal context) {
        Promise<SqlConnection> promise = context.promise();
        context.setTimer(TURN_MILLIS, timer -> promise.fail(full()));
        return promise.future();
    }

    private void tellOfTheLimit(Throwable failure) {
        long now = System.nanoTime();
        if (now - lineAt >= BETWEEN_LINES.toNanos()) {
            lineAt = now;
            Log.warnf(
                    "the database takes no further connections, requests share those that there are: open=%d"
                            + " curfew.database.pool-size=%d: lower that setting, or raise the connection limit of the"
                            + " role or the server (%s)",
                    guards.size(), poolSize, failure.getMessage());
        }
    }

    /** Tries that host, then those after it. */
    private Future<SqlConnection> connect(ContextInternal context, int host, int left) {
        Future<SqlConnection> one = open(context, hosts.get(host));
        if (hosts.size() == 1) {
            return one;
        }
        return one.compose(GuardedConnections::writable)
                .onSuccess(connection -> lastGood = host)
                .recover(failure -> left > 1
                        ? connect(context, (host + 1) % hosts.size(), left - 1)
                        : context.failedFuture(failure));
    }

    private static Future<SqlConnection> writable(SqlConnection connection) {
        return connection
                .query(IS_WRITABLE)
                .execute()
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? Future.succeededFuture(connection)
                        : Future.failedFuture(
                                new NoConnectionException(Unavailability.READ_ONLY, "no host can be written to", null)))
                .onFailure(failure -> connection.close());
    }

    private Future<SqlConnection> open(ContextInternal context, PgConnectOptions host) {
        Promise<SqlConnection> promise = context.promise();
        long timer = context.setTimer(
                Deadlines.OPENING.toMillis(),
                late -> promise.tryFail(new NoConnectionException(
                        Unavailability.UNREACHABLE,
                        "no connection within " + Deadlines.OPENING.toSeconds() + " s",
                        null)));
        connect((Context) context, host).map(this::guarded).onComplete(opened -> {
            vertx.cancelTimer(timer);
            if (opened.failed()) {
                promise.tryFail(opened.cause());
            } else if (!promise.tryComplete(opened.result())) {
                opened.result().close();
            }
        });
        return promise.future();
    }

    private SqlConnection guarded(SqlConnection connection) {
        SocketConnectionBase socket = (SocketConnectionBase) ((SqlConnectionBase<?>) connection).unwrap();
        ChannelPipeline pipeline = socket.socket().channelHandlerContext().pipeline();
        // That one has watched the opening; an idle connection may be silent.
        if (pipeline.get("idle") != null) {
            pipeline.remove("idle");
        }
        pipeline.addBefore("handler", ConnectionGuard.NAME, new ConnectionGuard(guards));
        keepAlive(pipeline.channel());
        return connection;
    }

    private static void keepAlive(Channel channel) {
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        if (channel instanceof NioSocketChannel) {
            set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS);
            set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_INTERVAL_SECONDS);
            set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_PROBES);
        }
    }

    /** Does nothing where the system has no such option. */
    private static void set(Channel channel, SocketOption<Integer> option, int value) {
        channel.config().setOption(NioChannelOption.of(option), value);
    }
}
