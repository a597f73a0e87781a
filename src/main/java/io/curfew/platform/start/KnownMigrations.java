package io.curfew.platform.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The migrations of this build and those that a database has had.
 *
 * <p>Where they are the same, down to the checksums, Flyway would find nothing to do: it is left out then, which is a
 * tenth of a start. In every other case (an empty database, an older one, a newer one, a failed or altered migration) it
 * runs and does or says what it always does.
 */
final class KnownMigrations {

    /** One line for each migration, {@code version:checksum} in the order of application; a test keeps it true. */
    private static final String RESOURCE = "db/migrations.txt";

    private static final String UNDEFINED_TABLE = "42P01";

    private KnownMigrations() {}

    /**
     * Whether the database has exactly this build's migrations, all of them successful.
     *
     * @throws SQLException when the database cannot be asked
     */
    static boolean areAllAppliedTo(Connection connection) throws SQLException {
        List<String> applied = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select version, checksum, success from flyway_schema_history order by installed_rank")) {
            while (rows.next()) {
                if (!rows.getBoolean(3)) {
                    return false;
                }
                applied.add(rows.getString(1) + ":" + rows.getInt(2));
            }
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
        return applied.equals(ofThisBuild());
    }

    private static List<String> ofThisBuild() {
        try (InputStream lines = KnownMigrations.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            return lines == null
                    ? List.of()
                    : new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
