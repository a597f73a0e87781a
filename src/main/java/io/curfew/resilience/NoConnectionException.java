package io.curfew.resilience;

import org.jspecify.annotations.Nullable;

/** Thrown when there was no connection to the database, or when the connection did not answer in time. */
public final class NoConnectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Unavailability why;

    /** Makes the exception, with or without a cause. It has no stack trace, because that would reveal nothing. */
    public NoConnectionException(Unavailability why, String message, @Nullable Throwable cause) {
        super(message, cause, true, false);
        this.why = why;
    }

    /** Why there was no connection. */
    public Unavailability why() {
        return why;
    }
}
