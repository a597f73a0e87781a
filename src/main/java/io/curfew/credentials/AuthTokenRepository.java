package io.curfew.credentials;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Auth tokens by account; every account has one. */
@ApplicationScoped
class AuthTokenRepository implements PanacheRepositoryBase<AuthToken, String> {
    Uni<@Nullable AuthToken> findOf(String tenantId, String accountId) {
        return find("tenantId = ?1 and accountId = ?2", tenantId, accountId).firstResult();
    }

    Uni<List<AuthToken>> findOf(String tenantId, Collection<String> accountIds) {
        return list("tenantId = ?1 and accountId in ?2", tenantId, accountIds);
    }

    Uni<@Nullable AuthToken> lockForChange(String tenantId, String accountId) {
        return find("tenantId = ?1 and accountId = ?2", tenantId, accountId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    Uni<Long> deleteOf(String tenantId, String accountId) {
        return delete("tenantId = ?1 and accountId = ?2", tenantId, accountId);
    }
}
