package io.curfew.identity;

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

    /** A page of the account's credentials of these kinds, newest first. */
    Uni<Slice<Credential>> page(String tenantId, String accountId, Collection<CredentialKind> kinds, PageRequest page) {
        Map<String, Object> parameters =
                new HashMap<>(of(tenantId, accountId, kinds).map());
        String query = OF_ACCOUNT + Keyset.clause(page, "", parameters);
        int first = Math.toIntExact(page.offset());
        return find(query, parameters).range(first, first + page.size()).list().map(rows -> Slice.of(rows, page));
    }

    Uni<List<String>> idsOf(String tenantId, String accountId) {
        return find("select id from Credential where tenantId = ?1 and accountId = ?2", tenantId, accountId)
                .project(String.class)
                .list();
    }

    Uni<Long> deleteOf(String tenantId, String accountId) {
        return delete("tenantId = ?1 and accountId = ?2", tenantId, accountId);
    }

    private static Parameters of(String tenantId, String accountId, Collection<CredentialKind> kinds) {
        return Parameters.with("tenant", tenantId).and("account", accountId).and("kinds", kinds);
    }
}
