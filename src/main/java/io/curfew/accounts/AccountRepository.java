package io.curfew.accounts;

import io.curfew.kernel.Keyset;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.LifecycleStatus;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Accounts by tenant. An account whose purge is due reads as gone, however late the worker is. */
@ApplicationScoped
class AccountRepository implements PanacheRepositoryBase<Account, String> {
    private static final String VISIBLE = " and (a.purgeAt is null or a.purgeAt > :now)";

    /** The account and its main account; one element when the account is the main one, fewer when not visible. */
    Uni<List<Account>> findWithMain(String tenantId, String id, Instant now) {
        return list(withMain(), named(tenantId, id, now));
    }

    /** Like {@link #findWithMain}; both states stand still until the transaction ends. */
    Uni<List<Account>> lockStates(String tenantId, String id, Instant now) {
        return find(withMain(), named(tenantId, id, now))
                .withLock(LockModeType.PESSIMISTIC_READ)
                .list();
    }

    private static String withMain() {
        return "from Account a where a.tenantId = :tenant and a.id in (:tenant, :id)" + VISIBLE;
    }

    private static Parameters named(String tenantId, String id, Instant now) {
        return Parameters.with("tenant", tenantId).and("id", id).and("now", now);
    }

    /** Locks the account for a change of its own row; null when it is not visible. */
    Uni<@Nullable Account> lockForChange(String tenantId, String id, Instant now) {
        return locked(tenantId, id, now, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Locks the account so that its state stands still, together with others who only need that. */
    Uni<@Nullable Account> lockState(String tenantId, String id, Instant now) {
        return locked(tenantId, id, now, LockModeType.PESSIMISTIC_READ);
    }

    private Uni<@Nullable Account> locked(String tenantId, String id, Instant now, LockModeType mode) {
        return find("from Account a where a.tenantId = :tenant and a.id = :id" + VISIBLE, named(tenantId, id, now))
                .withLock(mode)
                .firstResult();
    }

    /** The account whether or not its purge is due; null when it is gone. */
    Uni<@Nullable Account> findEvenIfDue(String tenantId, String id) {
        return find("tenantId = ?1 and id = ?2", tenantId, id).firstResult();
    }

    /** Locks the account whether or not its purge is due; null when it is gone. */
    Uni<@Nullable Account> lockForPurge(String tenantId, String id) {
        return find("tenantId = ?1 and id = ?2", tenantId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /** A page of what {@code filter} wants, newest first; one statement. */
    Uni<Slice<AccountView>> page(AccountFilter filter, PageRequest page, Instant now) {
        StringBuilder query = new StringBuilder("select a, m.status from Account a"
                        + " join Account m on m.tenantId = a.tenantId and m.id = a.tenantId"
                        + " where ")
                .append(filter.tenantId() == null ? "a.parentId is null" : "a.tenantId = :tenant")
                .append(VISIBLE);
        Map<String, Object> parameters = new HashMap<>(Map.of("now", now));
        if (filter.tenantId() != null) {
            parameters.put("tenant", filter.tenantId());
        }
        restrict(query, parameters, "a.parentId", filter.onlySubaccounts() ? filter.tenantId() : null);
        restrict(query, parameters, "a.id", filter.onlyId());
        restrict(query, parameters, "a.name", filter.name());
        restrict(query, parameters, "a.status", filter.status());
        query.append(Keyset.clause(page, "a.", parameters));
        return getSession()
                .chain(session -> bound(session.createSelectionQuery(query.toString(), Object[].class), parameters)
                        .setFirstResult(Math.toIntExact(page.offset()))
                        .setMaxResults(page.size() + 1)
                        .getResultList())
                .map(rows -> Slice.of(rows, page).map(AccountRepository::view));
    }

    private static void restrict(
            StringBuilder query, Map<String, Object> parameters, String path, @Nullable Object value) {
        if (value != null) {
            String parameter = "p" + parameters.size();
            query.append(" and ").append(path).append(" = :").append(parameter);
            parameters.put(parameter, value);
        }
    }

    private static <T> Mutiny.SelectionQuery<T> bound(Mutiny.SelectionQuery<T> query, Map<String, Object> parameters) {
        parameters.forEach(query::setParameter);
        return query;
    }

    private static AccountView view(Object[] row) {
        Account account = (Account) row[0];
        return account.view(account.isMain() ? LifecycleStatus.ACTIVE : (LifecycleStatus) row[1]);
    }

    /** Ids of a main account's subaccounts that are not closed. */
    Uni<List<String>> idsOfOpenChildren(String mainId) {
        return find(
                        "select id from Account where tenantId = ?1 and parentId = ?1 and status <> ?2",
                        mainId,
                        LifecycleStatus.CLOSED)
                .project(String.class)
                .list();
    }

    /** How many subaccounts, closed ones included, a main account still has rows of. */
    Uni<Long> countChildren(String mainId) {
        return count("tenantId = ?1 and parentId = ?1", mainId);
    }

    /** Lets one transaction at a time take a name in a tree. */
    Uni<Void> lockName(String tenantId, String name) {
        // A lock function returns void, which no driver reads: its row is counted instead.
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "select count(*) from pg_advisory_xact_lock(hashtextextended(?1, 1))", Long.class)
                        .setParameter(1, tenantId + "|" + name)
                        .getSingleResult())
                .replaceWithVoid();
    }

    /** How many subaccounts of that name are not closed, without {@code exceptId}. */
    Uni<Long> countOpenNamed(String tenantId, String name, @Nullable String exceptId) {
        return count(
                "tenantId = ?1 and parentId = ?1 and name = ?2 and status <> ?3 and id <> ?4",
                tenantId,
                name,
                LifecycleStatus.CLOSED,
                exceptId == null ? "" : exceptId);
    }
}
