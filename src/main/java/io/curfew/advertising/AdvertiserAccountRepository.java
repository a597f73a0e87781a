package io.curfew.advertising;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Rows of advertiser accounts by tenant. */
@ApplicationScoped
class AdvertiserAccountRepository implements PanacheRepositoryBase<AdvertiserAccount, String> {
    /** The account's row; a new one with defaults when it has none yet. The account is locked. */
    Uni<AdvertiserAccount> findOrNew(String tenantId, String accountId) {
        return find("tenantId = ?1 and accountId = ?2", tenantId, accountId)
                .firstResult()
                .map(found -> found == null
                        ? new AdvertiserAccount(tenantId, accountId, AdvertiserProfile.defaults())
                        : found);
    }

    /** Whether a customer has an open account that is still a draft; one transaction at a time gets an answer. */
    Uni<Boolean> hasDraft(String tenantId) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "select count(*) from pg_advisory_xact_lock(hashtextextended(?1, 2))", Long.class)
                        .setParameter(1, tenantId)
                        .getSingleResult()
                        .chain(() -> session.createNativeQuery(
                                        "select count(*) from advertiser_account p"
                                                + " join account a on a.tenant_id = p.tenant_id and a.id = p.account_id"
                                                + " where p.tenant_id = ?1 and p.draft and a.status <> 'CLOSED'",
                                        Long.class)
                                .setParameter(1, tenantId)
                                .getSingleResult()))
                .map(count -> count > 0);
    }

    Uni<Long> deleteOf(String tenantId, String accountId) {
        return delete("tenantId = ?1 and accountId = ?2", tenantId, accountId);
    }
}
