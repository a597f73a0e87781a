package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.time.Duration;

/**
 * How long a token may be good for, in seconds.
 *
 * @param preset unless the call says otherwise
 * @param min the shortest; whoever asks for less gets that
 * @param max the longest
 */
record SoracomValidity(long preset, long min, long max) {
    /** What a call asks for by {@code tokenTimeoutSeconds}; {@link ErrorCode#BAD_REQUEST} beyond the longest. */
    Duration of(SoracomBody body) {
        long seconds = body.number("tokenTimeoutSeconds").orElse(preset);
        if (seconds > max) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "tokenTimeoutSeconds is up to " + max + " seconds.");
        }
        return Duration.ofSeconds(Math.max(seconds, min));
    }
}
