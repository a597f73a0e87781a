package io.curfew.security;

/** A login that is being judged; see {@link FailedLogins}. The first outcome that it is told counts. */
public interface LoginAttempt {
    /** The secret is right; whether its owner may act is another matter. */
    void succeeded();

    /** The secret is wrong, or there is nobody of that name. */
    void failed();
}
