package io.curfew.platform.start;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/**
 * Where the database is and who logs in.
 *
 * @param url {@code postgresql://host:port/database}
 * @param username the role
 * @param password its password; kept out of {@link #toString}
 */
record DatabaseAddress(String url, String username, String password) {

    private static final Pattern FORM = Pattern.compile("postgresql://([^/?#@\\s]+)/([^/?#@\\s]+)(\\?\\S*)?");

    /**
     * An address from the configuration.
     *
     * @throws StartRefused when the URL has another form; it is not repeated, because it may hold a password
     */
    static DatabaseAddress configured(String url, String username, String password) {
        if (!FORM.matcher(url).matches()) {
            throw new StartRefused("CURFEW_DATABASE_URL must have the form postgresql://host:port/database;"
                    + " the user name and the password have settings of their own.");
        }
        return new DatabaseAddress(url, username, password);
    }

    /** Host and port, for messages. */
    String host() {
        Matcher form = FORM.matcher(url);
        return form.matches() ? form.group(1) : "";
    }

    /** Opens one connection, or fails within a few seconds. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", username);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "10");
        properties.setProperty("ApplicationName", "curfew-start");
        // Not through DriverManager, whose registry depends on which class loader asked first.
        return new Driver().connect("jdbc:" + url, properties);
    }

    @Override
    public String toString() {
        return username + " at " + host();
    }
}
