package io.curfew.platform.start;

import io.curfew.kernel.Randomness;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;

/** The role and the database of the application in the embedded server, and the passwords that the server asks for. */
final class EmbeddedRole {
    /** Where the server listens. */
    static final String HOST = "127.0.0.1";

    /** The superuser, as which only this class logs in. */
    static final String SUPERUSER = "postgres";

    /** The role and the database that the application uses; the role is no superuser. */
    private static final String NAME = "curfew";

    /** The file with the application role's password. */
    static final String PASSWORD_FILE = "database.password";

    private static final String SUPERUSER_PASSWORD_FILE = "database.superuser-password";

    private final DataDirectory directory;

    EmbeddedRole(DataDirectory directory) {
        this.directory = directory;
    }

    /** The password in that file; a new one when there is none, or only something that cannot be one. */
    private String password(String file) {
        return directory.secret(file, EmbeddedRole::isPassword, EmbeddedRole::newPassword);
    }

    /** Whether it can be sent to the server and back as it is: what an empty or damaged file holds cannot. */
    private static boolean isPassword(String text) {
        return !text.isEmpty() && text.length() <= 1000 && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static String newPassword() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Randomness.bytes(24));
    }

    /** Keeps a password for the superuser of a cluster that is about to be created. */
    void makeSuperuserPassword() {
        password(SUPERUSER_PASSWORD_FILE);
    }

    /** The file that holds it. */
    Path superuserPasswordFile() {
        return directory.resolve(SUPERUSER_PASSWORD_FILE);
    }

    /**
     * Makes the role and the database of the server at that port, unless the application can already log in; also after a
     * start that did not get to its end.
     *
     * @return where the application finds its database
     * @throws StartRefused when that fails, with PostgreSQL's own reason
     */
    DatabaseAddress ensure(int port) {
        DatabaseAddress address =
                new DatabaseAddress("postgresql://" + HOST + ":" + port + "/" + NAME, NAME, password(PASSWORD_FILE));
        if (!canLogIn(address)) {
            make(address, port);
        }
        return address;
    }

    private static boolean canLogIn(DatabaseAddress address) {
        try (Connection connection = address.connect()) {
            connection.isValid(1);
            return true;
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            boolean missing = state.equals("28P01") || state.equals("3D000");
            if (!missing) {
                throw new StartRefused("The embedded PostgreSQL refuses the application: " + e.getMessage());
            }
            return false;
        }
    }

    private void make(DatabaseAddress address, int port) {
        String superuserPassword = directory
                .read(SUPERUSER_PASSWORD_FILE)
                .filter(EmbeddedRole::isPassword)
                .orElseThrow(() -> new StartRefused("The password in " + directory.resolve(PASSWORD_FILE)
                        + " does not fit the database, and " + SUPERUSER_PASSWORD_FILE
                        + ", which could repair it, is missing or damaged."));
        DatabaseAddress maintenance =
                new DatabaseAddress("postgresql://" + HOST + ":" + port + "/postgres", SUPERUSER, superuserPassword);
        try (Connection connection = maintenance.connect();
                Statement statement = connection.createStatement()) {
            // The next statements carry a password; a failing one must not be written into the server's log.
            statement.execute("set log_min_error_statement = panic");
            if (isMissing(statement, "select from pg_roles where rolname = '" + NAME + "'")) {
                statement.execute("create role " + NAME);
            }
            statement.execute("alter role " + NAME + " login password " + statement.enquoteLiteral(address.password()));
            if (isMissing(statement, "select from pg_database where datname = '" + NAME + "'")) {
                statement.execute("create database " + NAME + " owner " + NAME);
            }
        } catch (SQLException e) {
            throw new StartRefused("The embedded database could not be prepared: " + e.getMessage());
        }
    }

    private static boolean isMissing(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }
}
