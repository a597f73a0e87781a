package io.curfew.advertising;

import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Rows of advertiser accounts by tenant. */
@ApplicationScoped
class AdvertiserAccountRepository implements PanacheRepositoryBase<AdvertiserAccount, String> {
    /** The account's row, or a new one with defaults when it has none yet. The account must be locked. */
    Uni<AdvertiserAccount> findOrNew(String tenantId, String accountId) {
        return find("tenantId = ?1 and accountId = ?2", tenantId, accountId)
                .firstResult()
                .map(found -> found == null
                        ? new AdvertiserAccount(tenantId, accountId, AdvertiserProfile.defaults())
                        : found);
    }

    /** Whether a customer has an open account that is still a draft. Only one transaction at a time gets an answer. */
    Uni<Boolean> hasDraft(String tenantId) {
        return Sql.of("select count(*) from pg_advisory_xact_lock(hashtextextended($1, 2))", tenantId)
                .exactlyOne(row -> row.number(0))
                .chain(() -> Sql.of(
                                "select count(*) from advertiser_account p"
                                        + " join account a on a.tenant_id = p.tenant_id and a.id = p.account_id"
                                        + " join account m on m.tenant_id = p.tenant_id and m.id = p.tenant_id"
                                        + " where p.tenant_id = $1 and p.draft and "
                                        + AdvertiserRows.STANDING.isOpen(),
                                tenantId)
                        .exactlyOne(row -> row.number(0)))
                .map(count -> count > 0);
    }

    Uni<Long> deleteOf(String tenantId, String accountId) {
        return delete("tenantId = ?1 and accountId = ?2", tenantId, accountId);
    }
}
