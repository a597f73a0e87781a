package io.curfew.lifecycle;

/**
 * The answer to a commit was lost, and the database has said since that the transaction was rolled back. So nothing of it
 * was done, and doing it again cannot do it twice.
 */
public final class NotCommittedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With how the answer was lost, which is what to tell a caller where nobody tries again. */
    public NotCommittedException(Throwable lost) {
        super("the transaction was rolled back: " + lost.getMessage(), lost, true, false);
    }
}
