package io.curfew.platform.start;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.Driver;

/**
 * Where the database is and who logs in.
 *
 * @param url {@code postgresql://host:port/database}, or with several hosts
 * @param username the role
 * @param password its password; kept out of {@link #toString}
 */
record DatabaseAddress(String url, String username, String password) {

    private static final Pattern FORM = Pattern.compile("postgresql://([^/?#@\\s]+)/([^/?#@\\s]+)(?:\\?(\\S*))?");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]]+)(:[0-9]{1,5})?");

    /** The parameter that says which of several hosts is meant. Only one that can be written to is of any use to us. */
    private static final String TARGET = "targetServerType";

    private static final Set<String> PRIMARY = Set.of("primary", "master");

    /**
     * An address from the configuration. It may name several hosts, of which the one that can be written to is used.
     *
     * @throws StartRefused when the URL has another form; it is not repeated, because it may hold a password
     */
    static DatabaseAddress configured(String url, String username, String password) {
        Matcher form = FORM.matcher(url);
        if (!form.matches()
                || !Arrays.stream(form.group(1).split(",", -1))
                        .allMatch(host -> HOST.matcher(host).matches())) {
            throw new StartRefused("CURFEW_DATABASE_URL must have the form postgresql://host:port/database, or"
                    + " postgresql://host:port,host:port/database for several hosts;"
                    + " the user name and the password have settings of their own.");
        }
        Optional<String> target = parameters(form)
                .filter(parameter -> isTarget(parameter))
                .map(parameter -> parameter.substring(parameter.indexOf('=') + 1))
                .findFirst();
        if (target.isPresent() && !PRIMARY.contains(target.get())) {
            throw new StartRefused("In CURFEW_DATABASE_URL, " + TARGET
                    + " can only be primary: Curfew needs a database that can be written to.");
        }
        boolean several = form.group(1).contains(",");
        return new DatabaseAddress(
                several && target.isEmpty() ? url + (form.group(3) == null ? "?" : "&") + TARGET + "=primary" : url,
                username,
                password);
    }

    private static Stream<String> parameters(Matcher form) {
        return form.group(3) == null
                ? Stream.empty()
                : Arrays.stream(form.group(3).split("&"));
    }

    private static boolean isTarget(String parameter) {
        return parameter.regionMatches(true, 0, TARGET + "=", 0, TARGET.length() + 1);
    }

    /** Whether there are several hosts to choose from. */
    boolean hasSeveralHosts() {
        return host().contains(",");
    }

    /** An address for each host, for a client that takes one at a time. */
    List<String> urlsByHost() {
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            return List.of(url);
        }
        String rest = parameters(form).filter(parameter -> !isTarget(parameter)).collect(Collectors.joining("&"));
        return Arrays.stream(form.group(1).split(","))
                .map(host -> "postgresql://" + host + "/" + form.group(2) + (rest.isEmpty() ? "" : "?" + rest))
                .toList();
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
