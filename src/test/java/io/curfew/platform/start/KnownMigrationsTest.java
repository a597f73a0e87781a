package io.curfew.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a start may leave Flyway out. {@code -Dmigrations.write=true} writes the list of migrations anew. */
@CurfewTest
class KnownMigrationsTest {
    private static final Path LIST = Path.of("src/main/resources/db/migrations.txt");

    @Inject
    Flyway flyway;

    @Inject
    DataSource database;

    @Test
    void listHoldsEveryMigrationWithItsChecksum() throws IOException {
        // When
        String applied = Arrays.stream(flyway.info().applied())
                .map(migration -> migration.getVersion() + ":" + migration.getChecksum() + "\n")
                .collect(Collectors.joining());
        if (Boolean.getBoolean("migrations.write")) {
            Files.writeString(LIST, applied);
        }
        // Then
        assertThat(Files.readString(LIST)).isEqualTo(applied);
        assertThat(flyway.info().pending()).isEmpty();
    }

    @Test
    void databaseWithAllOfThemNeedsNoFlyway() throws SQLException {
        try (Connection connection = database.getConnection()) {
            assertThat(KnownMigrations.areAllAppliedTo(connection)).isTrue();
        }
    }

    @Test
    void objectsAndTheirLineInTheHistoryAreOfOneTransaction() throws SQLException {
        // Given: types of tables that different migrations made, which none has touched since
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select version, h.xmin::text = t.xmin::text
                        from (values ('2', 'phone_number'), ('8', 'installation')) as made (version, name)
                        join flyway_schema_history h using (version) join pg_type t on t.typname = made.name
                        """)) {
            // Then
            for (int migration = 0; migration < 2; migration++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getBoolean(2)).as(rows.getString(1)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // an altered one, a failed one, one less, one more, none at all
                "update flyway_schema_history set checksum = checksum + 1 where version = '2'",
                "update flyway_schema_history set success = false where version = '2'",
                "delete from flyway_schema_history where version = '2'",
                "insert into flyway_schema_history select 1000, '1000', description, type, script, checksum,"
                        + " installed_by, installed_on, execution_time, success from flyway_schema_history"
                        + " where version = '2'",
                "alter table flyway_schema_history rename to flyway_schema_history_elsewhere",
            })
    void anyOtherDatabaseNeedsIt(String difference) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // Given
            statement.execute(difference);
            // When
            boolean applied = KnownMigrations.areAllAppliedTo(connection);
            // Then
            assertThat(applied).isFalse();
            connection.rollback();
        }
    }
}
