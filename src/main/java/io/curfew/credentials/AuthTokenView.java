package io.curfew.credentials;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account's auth tokens in clear, for the one who may see them.
 *
 * @param accountId the account they belong to
 * @param primary the token that webhooks are signed with
 * @param secondary the token to be promoted, null when there is none
 * @param createdAt when the primary token's row was made
 * @param updatedAt when a token was last added, dropped or promoted
 * @param secondaryCreatedAt when the secondary token was made, null when there is none
 */
public record AuthTokenView(
        String accountId,
        String primary,
        @Nullable String secondary,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant secondaryCreatedAt) {
    /** Without the tokens: views end up in logs. */
    @Override
    public String toString() {
        return "AuthTokenView[" + accountId + "]";
    }
}
