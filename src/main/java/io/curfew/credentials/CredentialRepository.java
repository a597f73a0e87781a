package io.curfew.credentials;

import io.curfew.kernel.Keyset;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Credentials by account. */
@ApplicationScoped
class CredentialRepository implements PanacheRepositoryBase<Credential, String> {
    private static final String OF_ACCOUNT = "tenantId = :tenant and accountId = :account and kind in :kinds";

    Uni<@Nullable Credential> findOf(String tenantId, String accountId, String id, Collection<CredentialKind> kinds) {
        return find(OF_ACCOUNT + " and id = :id", of(tenantId, accountId, kinds).and("id", id))
                .firstResult();
    }

    Uni<@Nullable Credential> lockForChange(
            String tenantId, String accountId, String id, Collection<CredentialKind> kinds) {
        return find(OF_ACCOUNT + " and id = :id", of(tenantId, accountId, kinds).and("id", id))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /**
     * Locks the platform operator's tokens in a fixed order. When two callers delete each other's token, one of them
     * waits and then looks again.
     */
    Uni<List<CredentialView>> lockOperators(String tenantId) {
        return find("tenantId = ?1 and kind = ?2 and platform order by id", tenantId, CredentialKind.NATIVE_TOKEN)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()
                .map(found -> found.stream().map(Credential::view).toList());
    }

    /** A user's credentials of that kind, oldest first. */
    Uni<List<Credential>> ofUser(String tenantId, CredentialKind kind, String userId) {
        return list("tenantId = ?1 and kind = ?2 and userId = ?3 order by createdAt, id", tenantId, kind, userId);
    }

    /** All users' credentials of that kind, oldest first. */
    Uni<List<Credential>> ofUsers(String tenantId, CredentialKind kind) {
        return list("tenantId = ?1 and kind = ?2 and userId is not null order by createdAt, id", tenantId, kind);
    }

    /** Credentials of that kind that belong to nobody or to that user, oldest first. */
    Uni<List<Credential>> ofNobodyOr(String tenantId, CredentialKind kind, @Nullable String userId) {
        return list(
                "tenantId = ?1 and kind = ?2 and (userId is null or userId = ?3) order by createdAt, id",
                tenantId,
                kind,
                userId);
    }

    /** A page of the account's credentials of these kinds, newest first. */
    Uni<Slice<Credential>> page(String tenantId, String accountId, Collection<CredentialKind> kinds, PageRequest page) {
        Map<String, Object> parameters =
                new HashMap<>(of(tenantId, accountId, kinds).map());
        String query = OF_ACCOUNT + Keyset.clause(page, "", parameters);
        int first = Math.toIntExact(page.offset());
        return find(query, parameters).range(first, first + page.size()).list().map(rows -> Slice.of(rows, page));
    }

    /** Ids of a person's credentials of all kinds. */
    Uni<List<String>> idsOfUser(String tenantId, String userId) {
        return find("select id from Credential where tenantId = ?1 and userId = ?2", tenantId, userId)
                .project(String.class)
                .list();
    }

    Uni<Long> deleteOfUser(String tenantId, String userId) {
        return delete("tenantId = ?1 and userId = ?2", tenantId, userId);
    }

    /** Ids of the account's credentials of all kinds, {@code most} at most. */
    Uni<List<String>> idsOf(String tenantId, String accountId, int most) {
        return find("select id from Credential where tenantId = ?1 and accountId = ?2", tenantId, accountId)
                .range(0, most - 1)
                .project(String.class)
                .list();
    }

    Uni<Void> deleteAll(String tenantId, List<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : delete("tenantId = ?1 and id in ?2", tenantId, ids).replaceWithVoid();
    }

    private static Parameters of(String tenantId, String accountId, Collection<CredentialKind> kinds) {
        return Parameters.with("tenant", tenantId).and("account", accountId).and("kinds", kinds);
    }
}
