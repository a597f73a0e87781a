package io.curfew.identity;

import io.curfew.accounts.Directory;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.lifecycle.OpeningAccount;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every account has an auth token from birth. Closing refuses credentials without touching them, since whether they are
 * good is asked of the account's state at every call; the purge removes them.
 */
@ApplicationScoped
class IdentityParticipant implements LifecycleParticipant {
    /** Credentials that are removed at a time. */
    private static final int PAGE = 500;

    private final AuthTokenRepository tokens;
    private final CredentialRepository credentials;
    private final LoginUserRepository users;
    private final UserAccess access;
    private final Directory directory;
    private final SecretCipher cipher;

    IdentityParticipant(
            AuthTokenRepository tokens,
            CredentialRepository credentials,
            LoginUserRepository users,
            UserAccess access,
            Directory directory,
            SecretCipher cipher) {
        this.tokens = tokens;
        this.credentials = credentials;
        this.users = users;
        this.access = access;
        this.directory = directory;
        this.cipher = cipher;
    }

    @Override
    public int order() {
        return 900;
    }

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public Uni<Void> onOpening(OpeningAccount account) {
        return tokens.persistAndFlush(new AuthToken(
                        account.tenantId(),
                        account.accountId(),
                        cipher.encrypt(AuthTokenService.newToken()),
                        account.at()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Map<String, Long>> onClosing(EndingAccount account) {
        return Uni.createFrom().item(Map.of());
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
                        : purgeRest(tenantId, accountId).replaceWith((String) null));
    }

    private Uni<Void> purgeRest(String tenantId, String accountId) {
        return tokens.deleteOf(tenantId, accountId)
                .chain(() -> accountId.equals(tenantId)
                        ? purgePeople(tenantId)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> purgePeople(String tenantId) {
        return users.idsOf(tenantId)
                .chain(ids -> directory.forget(tenantId, ids))
                .chain(() -> access.revokeAll(tenantId))
                .chain(() -> users.delete("tenantId", tenantId))
                .chain(() -> purgeOperator(tenantId));
    }

    /** In two statements: parts of one see each other's rows as they were, and so do foreign keys. */
    private static Uni<Void> purgeOperator(String tenantId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with sessions as (delete from operator_session where tenant_id = ?1),
                                frozen as (delete from sam_permission_set where tenant_id = ?1),
                                defaults as (delete from sam_default_permission where tenant_id = ?1)
                                delete from sam_user_role where tenant_id = ?1
                                """)
                        .setParameter(1, tenantId)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("""
                                        with roles as (delete from sam_role where tenant_id = ?1)
                                        delete from sam_user where tenant_id = ?1
                                        """)
                                .setParameter(1, tenantId)
                                .executeUpdate()))
                .replaceWithVoid();
    }
}
