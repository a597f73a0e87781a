package io.curfew.kernel;

import java.util.Map;

/** Carries a {@link DomainError} out of a transaction, which rolls back on the way. Has no stack trace: it is an answer. */
public final class DomainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient DomainError error;

    public DomainException(DomainError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public DomainException(ErrorCode code, String message) {
        this(new DomainError(code, message));
    }

    public DomainException(ErrorCode code, String message, Map<String, Object> details) {
        this(new DomainError(code, message, details));
    }

    /** The refusal. */
    public DomainError error() {
        return error;
    }

    /** Short for {@code error().code()}. */
    public ErrorCode code() {
        return error.code();
    }
}
