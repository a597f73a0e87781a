package io.curfew.testing;

import static io.curfew.testing.Reactive.await;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
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
        List<List<Object>> rows = new ArrayList<>();
        for (Row row : await(() -> pool.preparedQuery(sql).execute(Tuple.from(List.of(parameters))))) {
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

    /** Changes rows behind the service's back, to bring about what cannot be brought about from outside. */
    public void execute(String sql, Object... parameters) {
        await(() -> pool.preparedQuery(sql).execute(Tuple.from(List.of(parameters))));
    }
}
