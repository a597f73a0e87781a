package io.curfew.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL for the tests of one JVM, empty at the start. Its sessions are in a time zone that is neither UTC nor
 * the JVM's, so that a wrong conversion shows. Durability is off: nothing here survives on purpose.
 *
 * <p>{@code -Dtest.database.port} names the port of another server on this machine instead, of another version for
 * instance, whose superuser {@code postgres} needs no password. Its database {@code postgres} is emptied.
 */
public class PostgresResource implements QuarkusTestResourceLifecycleManager {
    /** SID of the first main account. */
    public static final String BOOTSTRAP_SID = "AC00000000000000000000000000000001";

    /** Its auth token. */
    public static final String BOOTSTRAP_TOKEN = "0123456789abcdef0123456789abcdef";

    /** The platform operator's bearer token. */
    public static final String BOOTSTRAP_API_TOKEN = "curfew_platform-operator-of-the-tests";

    private @Nullable EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        Integer port = Integer.getInteger("test.database.port");
        if (port == null) {
            return settings(startServer());
        }
        empty(port);
        return settings(port);
    }

    private static void empty(int port) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        } catch (SQLException e) {
            throw new IllegalStateException("the database on port " + port + " cannot be used", e);
        }
    }

    private int startServer() {
        try {
            EmbeddedPostgres started = EmbeddedPostgres.builder()
                    .setServerConfig("timezone", "America/St_Johns")
                    .setServerConfig("max_connections", "200")
                    .start();
            postgres = started;
            return started.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> settings(int port) {
        Map<String, String> config = new HashMap<>();
        config.put("curfew.database.url", "postgresql://localhost:" + port + "/postgres");
        config.put("curfew.database.username", "postgres");
        config.put("curfew.database.password", "postgres");
        config.put("curfew.encryption.key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        config.put("curfew.bootstrap.account-sid", BOOTSTRAP_SID);
        config.put("curfew.bootstrap.auth-token", BOOTSTRAP_TOKEN);
        config.put("curfew.bootstrap.api-token", BOOTSTRAP_API_TOKEN);
        config.put("curfew.soracom.sandbox.enabled", "true");
        return config;
    }

    @Override
    public void stop() {
        if (postgres != null) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
