package io.curfew.platform.start;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the database can be used: reachable, the login accepted, writable.
 *
 * <p>Every failure is retried, a refused password too, because in a cluster the secret may come later than the service.
 * The reason is told once and again whenever it changes, without the password.
 */
final class DatabaseWait {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int OLDEST_MAJOR_VERSION = 15;

    private final DatabaseAddress address;
    private final Optional<Duration> limit;
    private final Consumer<String> reasons;
    private boolean migrated;

    /**
     * Prepares the wait.
     *
     * @param limit how long at most; empty for as long as it takes
     * @param reasons gets each new reason why it still waits
     */
    DatabaseWait(DatabaseAddress address, Optional<Duration> limit, Consumer<String> reasons) {
        this.address = address;
        this.limit = limit;
        this.reasons = reasons;
    }

    /**
     * Returns when the database can be used.
     *
     * @return whether it already has all migrations of this build
     * @throws StartRefused when the limit has passed, or the server is older than PostgreSQL 15
     * @throws InterruptedException when the thread is interrupted
     */
    boolean await() throws InterruptedException {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        String last = "";
        while (true) {
            String reason = tryOnce();
            if (reason == null) {
                if (!last.isEmpty()) {
                    StartLog.line("the database at " + address.host() + " can be used now");
                }
                return migrated;
            }
            if (!reason.equals(last)) {
                StartLog.line("waiting for the database: " + reason);
                reasons.accept(reason);
                last = reason;
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (limit.isPresent() && waited.compareTo(limit.get()) >= 0) {
                throw new StartRefused("The database could not be used within "
                        + limit.get().toMillis() / 1000.0 + " s (curfew.database.start-timeout): " + reason);
            }
            LockSupport.parkNanos(pause.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Why the database cannot be used, or null when it can. */
    private @Nullable String tryOnce() {
        try (Connection connection = address.connect();
                Statement statement = connection.createStatement()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < OLDEST_MAJOR_VERSION) {
                throw new StartRefused("The database at " + address.host() + " is PostgreSQL " + major
                        + "; Curfew needs " + OLDEST_MAJOR_VERSION + " or newer.");
            }
            try (ResultSet rows = statement.executeQuery("select pg_is_in_recovery()")) {
                if (rows.next() && rows.getBoolean(1)) {
                    return address.host() + " is a standby, which cannot be written to";
                }
            }
            migrated = KnownMigrations.areAllAppliedTo(connection);
            return null;
        } catch (SQLException e) {
            return reason(e);
        }
    }

    private String reason(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return address.host() + " refuses the user name or the password (" + state + ")";
        }
        if (state.equals("3D000")) {
            return address.host() + " has no such database (" + state + ")";
        }
        if (state.equals("57P03")) {
            return address.host() + " is starting up (" + state + ")";
        }
        if (address.hasSeveralHosts() && String.valueOf(e.getMessage()).contains("targetServerType")) {
            return "none of " + address.host() + " can be written to";
        }
        if (state.startsWith("08")) {
            return address.host() + " cannot be reached (" + state + ")";
        }
        return address.host() + " refuses the connection (" + state + ")";
    }
}
