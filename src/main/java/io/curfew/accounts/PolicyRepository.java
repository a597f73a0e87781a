package io.curfew.accounts;

import io.curfew.lifecycle.TreeLock;
import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Policies by main account; every main account has one from birth. */
@ApplicationScoped
class PolicyRepository implements PanacheRepositoryBase<AccountPolicy, String> {
    /** The policy, which nobody changes while the caller has the tree locked. */
    Uni<AccountPolicy> findHeld(String tenantId) {
        return find("tenantId", tenantId).singleResult();
    }

    /** The policy, for a change of it: no account of the tree is closed before the transaction ends. */
    Uni<AccountPolicy> lockForChange(String tenantId) {
        return TreeLock.exclusive(tenantId, () -> findHeld(tenantId));
    }

    /**
     * Settles when the tree's closed accounts are purged: as long after closing as always, but never before
     * {@code warnedUntil}.
     *
     * @param afterSeconds seconds from closing to the purge
     * @return id and purge instant of each closed account
     */
    Uni<List<Map.Entry<String, Instant>>> schedulePurges(String tenantId, long afterSeconds, Instant warnedUntil) {
        return Sql.of("""
                                update account set version = version + 1, purge_at =
                                    greatest(closed_at + make_interval(secs => cast($2 as double precision)), $3)
                                where tenant_id = $1 and status = 'CLOSED' and purge_at is null
                                returning id, purge_at
                                """, tenantId, afterSeconds, warnedUntil).list(row -> Map.entry(row.string(0), row.instant(1)));
    }

    /**
     * Calls off what was settled and is not due yet: what is due has happened already, for every reader.
     *
     * @return ids of the accounts that are not purged any more
     */
    Uni<List<String>> callOffPurges(String tenantId, Instant now) {
        return Sql.of("""
                                update account set version = version + 1, purge_at = null
                                where tenant_id = $1 and status = 'CLOSED' and purge_at > $2
                                returning id
                                """, tenantId, now).list(row -> row.string(0));
    }
}
