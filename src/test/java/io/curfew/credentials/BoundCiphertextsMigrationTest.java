package io.curfew.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An installation of an earlier release goes on in its form, and keeps the keys that it may need; a new one is bound. */
@CurfewTest
class BoundCiphertextsMigrationTest {
    private static final String SCHEMA = "bound_ciphertexts_migration";

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "curfew.database.username")
    String user;

    @ConfigProperty(name = "curfew.database.password")
    String password;

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(url, user, password);
        execute("drop schema if exists " + SCHEMA + " cascade");
    }

    @AfterEach
    void dropSchema() throws SQLException {
        execute("drop schema if exists " + SCHEMA + " cascade");
        connection.close();
    }

    private void migrate(String target) throws SQLException {
        Flyway.configure()
                .dataSource(url, user, password)
                .schemas(SCHEMA)
                .locations("db/migration")
                .target(target)
                .load()
                .migrate();
        execute("set search_path to " + SCHEMA);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String state() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select form || ' ' || former_keys::text from encryption_state")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    @Test
    void newInstallationIsBoundFromTheBeginning() throws SQLException {
        migrate("18");

        assertThat(state()).isEqualTo("BOUND {}");
    }

    @Test
    void upgradedInstallationGoesOnAsItWas() throws SQLException {
        // Given
        migrate("17");
        execute("set session_replication_role = replica");
        execute("update installation set key_check = '\\x0102030499'");
        execute("""
                insert into auth_token (tenant_id, account_id, primary_token, secondary_token, created_at, updated_at, version)
                values ('AC1', 'AC1', '\\x0102030401', null, now(), now(), 0),
                       ('AC1', 'AC2', '\\x0a0b0c0d01', '\\x0102030402', now(), now(), 0),
                       ('AC1', 'AC3', '\\x0102030403', '\\x0000000f01', now(), now(), 0)
                """);
        execute("insert into secret_key (purpose, sealed, made_at) values ('x', '\\x0a0b0c0d02', now())");
        // When
        migrate("18");
        // Then
        assertThat(state()).isEqualTo("UNBOUND {0000000f,0a0b0c0d}");
    }
}
