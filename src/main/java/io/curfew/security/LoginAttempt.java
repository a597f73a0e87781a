package io.curfew.security;

/** A login that is being judged; see {@link FailedLogins}. What it is told first counts. */
public interface LoginAttempt {
    /** The secret is right; whether its owner may act is another matter. */
    void succeeded();

    /** The secret is wrong, or there is nobody of that name. */
    void failed();
}
