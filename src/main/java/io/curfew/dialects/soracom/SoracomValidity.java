package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.time.Duration;

/**
 * How long a token may be valid, in seconds.
 *
 * @param preset the validity unless the call says otherwise
 * @param min the shortest validity, which also replaces a shorter one that is asked for
 * @param max the longest validity
 */
record SoracomValidity(long preset, long min, long max) {
    /**
     * The validity that {@code tokenTimeoutSeconds} asks for; refuses more than the longest with
     * {@link ErrorCode#BAD_REQUEST}.
     */
    Duration of(SoracomBody body) {
        long seconds = body.number("tokenTimeoutSeconds").orElse(preset);
        if (seconds > max) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "tokenTimeoutSeconds is up to " + max + " seconds.");
        }
        return Duration.ofSeconds(Math.max(seconds, min));
    }
}
