package io.curfew.credentials;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential as readers see it, without its secret.
 *
 * @param id {@code SK…} for API keys, {@code keyId-…} for auth keys, {@code TK…} for tokens
 * @param kind what it is good for
 * @param accountId the account it acts for
 * @param userId the person it acts as, null for none
 * @param name what people call it, null for none
 * @param policy what a restricted key may do, as JSON; null for other kinds
 * @param platform whether it is the platform operator's
 * @param createdAt when it was issued
 * @param updatedAt when it was last changed
 * @param expiresAt when it begins to be refused, null for never
 * @param version grows with every change
 */
public record CredentialView(
        String id,
        CredentialKind kind,
        String accountId,
        @Nullable String userId,
        @Nullable String name,
        @Nullable String policy,
        boolean platform,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant expiresAt,
        long version) {
    /** Whether it is a bearer token of the platform operator, which reaches everything. */
    public boolean isOperators() {
        return platform && kind == CredentialKind.NATIVE_TOKEN;
    }
}
