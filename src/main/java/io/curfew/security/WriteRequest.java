package io.curfew.security;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A write, as far as idempotency is concerned.
 *
 * @param door the door it came through, which renders refusals
 * @param tenantId the caller's tree
 * @param accountId the account whose purge takes the remembered answer along
 * @param credentialId who calls: the same key from another credential is another key
 * @param key the idempotency key, null when none was sent
 * @param path the path called
 * @param fingerprint all that makes the request what it is: method, path, parameters, body, conditions
 */
public record WriteRequest(
        Door door,
        String tenantId,
        String accountId,
        String credentialId,
        @Nullable String key,
        String path,
        List<String> fingerprint) {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,253}[\\x21-\\x7e])?");

    /** Refuses a key that is empty, longer than 255 or not printable with {@link ErrorCode#IDEMPOTENCY_KEY_INVALID}. */
    public WriteRequest {
        fingerprint = List.copyOf(fingerprint);
        if (key != null && !KEY.matcher(key).matches()) {
            throw new DomainException(
                    ErrorCode.IDEMPOTENCY_KEY_INVALID, "An idempotency key has 1 to 255 printable ASCII characters.");
        }
    }
}
