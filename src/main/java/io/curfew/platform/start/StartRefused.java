package io.curfew.platform.start;

/**
 * The service cannot or must not start. The message is written for an operator: one line, what is wrong and what to do,
 * never a secret. It carries no stack trace, because none would help to repair a configuration.
 */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do about it, in one line */
    public StartRefused(String message) {
        super(message, null, false, false);
    }
}
