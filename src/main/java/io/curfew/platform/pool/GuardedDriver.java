package io.curfew.platform.pool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.pgclient.impl.PgPoolImpl;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.util.List;
import java.util.function.Supplier;

/** PostgreSQL's driver, with our pool and our connections in it. */
final class GuardedDriver extends PgDriver {
    private final List<PgConnectOptions> hosts;
    private final ConnectionGuards guards;

    GuardedDriver(List<PgConnectOptions> hosts, ConnectionGuards guards) {
        this.hosts = hosts;
        this.guards = guards;
    }

    @Override
    public Pool newPool(
            Vertx vertx,
            Supplier<? extends Future<? extends SqlConnectOptions>> databases,
            PoolOptions options,
            CloseFuture closing) {
        VertxInternal internal = (VertxInternal) vertx;
        BoundedPool pool = new BoundedPool(internal, this, options, closing);
        ConnectionFactory connections = new GuardedConnections(internal, hosts, guards, options.getMaxSize());
        pool.connectionProvider(connections::connect);
        pool.init();
        closing.add(connections);
        return new PgPoolImpl(internal, closing, pool);
    }

    @Override
    public SqlConnectionInternal wrapConnection(
            ContextInternal context, ConnectionFactory factory, Connection connection) {
        return new GuardedConnection((PgConnectionFactory) factory, context, connection);
    }
}
