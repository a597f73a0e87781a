package io.curfew.credentials;

import io.curfew.accounts.Directory;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.lifecycle.OpeningAccount;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Every account has an auth token from birth. Closing refuses credentials without touching them, since every call asks
 * the account's state whether they are good; the purge removes them.
 */
@ApplicationScoped
class CredentialsParticipant implements LifecycleParticipant {
    /** How many credentials one statement removes. */
    private static final int PAGE = 500;

    private final AuthTokenRepository tokens;
    private final CredentialRepository credentials;
    private final Directory directory;
    private final SecretCipher cipher;

    CredentialsParticipant(
            AuthTokenRepository tokens, CredentialRepository credentials, Directory directory, SecretCipher cipher) {
        this.tokens = tokens;
        this.credentials = credentials;
        this.directory = directory;
        this.cipher = cipher;
    }

    @Override
    public int order() {
        return 900;
    }

    /** The room once had this name, which work items still carry. */
    @Override
    public String name() {
        return "identity";
    }

    @Override
    public Uni<Void> onOpening(OpeningAccount account) {
        return tokens.persistAndFlush(new AuthToken(
                        account.tenantId(),
                        account.accountId(),
                        cipher.encrypt(
                                SealedColumn.PRIMARY_TOKEN.of(account.tenantId(), account.accountId()),
                                AuthTokenService.newToken()),
                        account.at()))
                .replaceWithVoid();
    }

    @Override
    public Uni<@Nullable String> purge(EndingAccount account, @Nullable String after) {
        String tenantId = account.tenantId();
        String accountId = account.accountId();
        return credentials
                .idsOf(tenantId, accountId, PAGE)
                .call(ids -> directory.forget(tenantId, ids))
                .call(ids -> credentials.deleteAll(tenantId, ids))
                .chain(ids -> ids.size() == PAGE
                        ? Uni.createFrom().item("")
                        : tokens.deleteOf(tenantId, accountId).replaceWith((String) null));
    }
}
