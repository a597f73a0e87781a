package io.curfew.operators;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who has switched to a SAM user, and acts as that user.
 *
 * @param operatorId whose user it is
 * @param credentialId what that user had logged in with
 * @param userId the SAM user, null for the root user
 * @param userName that user's name, null for the root user
 * @param endsBy when the pair ends at the latest, however often it is renewed
 */
public record SwitchedFrom(
        String operatorId,
        String credentialId,
        @Nullable String userId,
        @Nullable String userName,
        Instant endsBy) {}
