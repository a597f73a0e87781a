package io.curfew.resilience;

import org.jspecify.annotations.Nullable;

/**
 * The reasons why the database, or the connection to it, failed to do something that may succeed on another try. This
 * is the only table of the SQLSTATE classes that are worth another try. In all of them nothing was committed, unless
 * the answer to the commit itself was lost.
 */
public enum Unavailability {
    /** Nobody answers, or the connection was lost. */
    UNREACHABLE("cannot be reached"),
    /** It is shutting down, starting, or has crashed. */
    STOPPED("is shutting down or starting up"),
    /** It is a standby, or a primary that was demoted. */
    READ_ONLY("cannot be written to"),
    /** Disk, memory or another resource is used up. */
    EXHAUSTED("has run out of a resource"),
    /** The server or the role has as many connections as it may. */
    CONNECTION_LIMIT("takes no further connections"),
    /** The user name, the password or the database is not accepted. */
    LOGIN_REFUSED("refuses the login"),
    /** All connections of this replica were in use for too long. */
    BUSY("has too much to do"),
    /** A lock was not available in time, or a statement took too long. */
    CONTENDED("was waited for too long");

    private final String sentence;

    Unavailability(String sentence) {
        this.sentence = sentence;
    }

    /** The rest of a sentence that begins with "the database". */
    public String sentence() {
        return sentence;
    }

    /** The meaning of that SQLSTATE; null when another try would have the same result. */
    static @Nullable Unavailability ofSqlState(@Nullable String state) {
        if (state == null || state.length() != 5) {
            return null;
        }
        switch (state) {
            case "53300": // too many connections
                return CONNECTION_LIMIT;
            case "25006": // read-only transaction
                return READ_ONLY;
            case "25P03": // idle in a transaction for too long
            case "25P04": // transaction timeout
            case "40001": // serialization failure
            case "40P01": // deadlock
            case "55006": // object in use
            case "55P03": // lock not available
            case "57014": // cancelled: statement timeout
                return CONTENDED;
            case "58030": // input or output error
                return EXHAUSTED;
            default:
                return ofClass(state.substring(0, 2));
        }
    }

    private static @Nullable Unavailability ofClass(String sqlClass) {
        switch (sqlClass) {
            case "08": // connection exception
                return UNREACHABLE;
            case "28": // authorization: only who opens a connection is asked for it
            case "3D": // no such database: likewise
                return LOGIN_REFUSED;
            case "53": // insufficient resources
                return EXHAUSTED;
            case "57": // operator intervention
                return STOPPED;
            default:
                return null;
        }
    }
}
