package io.curfew.platform.pool;

import io.curfew.platform.start.DatabaseConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
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
    /** How many connections all trees together leave to the service's own work. */
    private static final int RESERVED = 2;

    private final ConnectionGuards guards;
    private final DatabaseConfig config;

    PoolMaker(ConnectionGuards guards, DatabaseConfig config) {
        this.guards = guards;
        this.config = config;
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
        return shared(input, driver.createPool(input.vertx(), hosts, options));
    }

    private Pool shared(Input input, Pool pool) {
        int half = Math.max(1, config.poolSize() / 2);
        // Readiness and the jobs need one or two at a time.
        int ofAll = Math.max(1, config.poolSize() - RESERVED);
        TreeBulkhead bulkhead = new TreeBulkhead(
                config.treeConnections().orElse(half), ofAll, config.treeQueue(), config.treeWait(), input.vertx());
        measure(bulkhead);
        return new SharedPool(pool, bulkhead, new CommitOutcomes(pool, input.vertx()));
    }

    /**
     * Trees are many and made by strangers, so they are not a label: the gauges tell how many trees there are and what
     * the busiest one holds.
     */
    private static void measure(TreeBulkhead bulkhead) {
        Gauge.builder("curfew.pool.trees", bulkhead, TreeBulkhead::holders)
                .description("Trees that hold database connections")
                .register(Metrics.globalRegistry);
        Gauge.builder("curfew.pool.tree.most", bulkhead, TreeBulkhead::mostHeld)
                .description("Connections of the tree that holds the most")
                .register(Metrics.globalRegistry);
        Gauge.builder("curfew.pool.tree.waiting", bulkhead, TreeBulkhead::waiting)
                .description("Calls that wait because their tree holds as many connections as it may")
                .register(Metrics.globalRegistry);
    }
}
