package io.curfew.credentials;

import io.curfew.accounts.AccountView;
import io.curfew.events.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, once the secret was checked.
 *
 * @param account the account the credential belongs to
 * @param credentialId the account's own id for an auth token, else the credential's id
 * @param kind the kind of credential, null for an auth token
 * @param policy what a restricted key may do, as JSON; null for others
 * @param platform whether the caller is the platform operator
 */
public record Caller(
        AccountView account,
        String credentialId,
        @Nullable CredentialKind kind,
        @Nullable String policy,
        boolean platform) {
    /** The tree the caller belongs to. */
    public String tenantId() {
        return account.tenantId();
    }

    /** The caller as the audit names it. */
    public Actor actor(String door) {
        return new Actor(platform ? Actor.Kind.PLATFORM : Actor.Kind.CUSTOMER, credentialId, door);
    }
}
