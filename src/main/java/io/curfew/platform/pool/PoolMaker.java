package io.curfew.platform.pool;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes the one pool, which Hibernate and direct statements share. */
@Singleton
class PoolMaker implements PgPoolCreator {
    private final ConnectionGuards guards;

    PoolMaker(ConnectionGuards guards) {
        this.guards = guards;
    }

    @Override
    public Pool create(Input input) {
        List<PgConnectOptions> hosts = input.pgConnectOptionsList();
        for (PgConnectOptions host : hosts) {
            host.setConnectTimeout((int) Deadlines.OPENING_STEP.toMillis());
            host.setReadIdleTimeout((int) Deadlines.OPENING_STEP.toMillis());
            host.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        }
        PoolOptions options = input.poolOptions()
                .setConnectionTimeout((int) Deadlines.CONNECTION.toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        GuardedDriver driver = new GuardedDriver(hosts, guards);
        return driver.createPool(input.vertx(), hosts, options);
    }
}
