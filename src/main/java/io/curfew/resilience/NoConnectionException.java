package io.curfew.resilience;

import org.jspecify.annotations.Nullable;

/** There was no connection to the database, or the one that there was did not answer in time. */
public final class NoConnectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Unavailability why;

    /** With a cause, or without one. There is no stack trace, for it would tell nothing. */
    public NoConnectionException(Unavailability why, String message, @Nullable Throwable cause) {
        super(message, cause, true, false);
        this.why = why;
    }

    /** Why there was none. */
    public Unavailability why() {
        return why;
    }
}
