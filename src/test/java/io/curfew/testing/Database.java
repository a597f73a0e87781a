package io.curfew.testing;

import static io.curfew.testing.Reactive.await;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Looks at the tables behind the service. */
@ApplicationScoped
public class Database {
    private final Pool pool;

    Database(Pool pool) {
        this.pool = pool;
    }

    /** Every row as a list of its columns. */
    public List<List<Object>> rows(String sql, Object... parameters) {
        return rows(pool, sql, parameters);
    }

    private static List<List<Object>> rows(SqlClient client, String sql, Object... parameters) {
        List<List<Object>> rows = new ArrayList<>();
        for (Row row : await(() -> client.preparedQuery(sql).execute(Tuple.from(List.of(parameters))))) {
            List<Object> columns = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                columns.add(row.getValue(i));
            }
            rows.add(columns);
        }
        return rows;
    }

    /** The first column of every row. */
    public List<Object> column(String sql, Object... parameters) {
        return rows(sql, parameters).stream().map(row -> row.get(0)).toList();
    }

    /** The one number of the one row. */
    public long count(String sql, Object... parameters) {
        return ((Number) rows(sql, parameters).get(0).get(0)).longValue();
    }

    /** A transaction of somebody else's, such as a worker that is interrupted wherever a test wants it. */
    public Stranger stranger() {
        SqlConnection connection = await(pool::getConnection);
        await(connection::begin);
        // It may take its time, as the service's own transactions may not.
        await(() -> connection
                .query("set local idle_in_transaction_session_timeout = 0")
                .execute());
        return new Stranger(connection);
    }

    /** Holds what it has locked until it is closed, which undoes what it has done. */
    public static final class Stranger implements AutoCloseable {
        private final SqlConnection connection;

        private Stranger(SqlConnection connection) {
            this.connection = connection;
        }

        /** Every row as a list of its columns. */
        public List<List<Object>> rows(String sql, Object... parameters) {
            return Database.rows(connection, sql, parameters);
        }

        /** Makes what it has done lasting and gives up what it has locked; it has nothing more to do after that. */
        public void commit() {
            await(() -> connection.transaction().commit());
        }

        @Override
        public void close() {
            if (connection.transaction() != null) {
                await(() -> connection.transaction().rollback());
            }
            await(connection::close);
        }
    }

    /** How many sessions wait for a lock. */
    public long waiting() {
        return count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'");
    }

    /** Changes rows behind the service's back, to bring about what cannot be brought about from outside. */
    public void execute(String sql, Object... parameters) {
        await(() -> pool.preparedQuery(sql).execute(Tuple.from(List.of(parameters))));
    }
}
