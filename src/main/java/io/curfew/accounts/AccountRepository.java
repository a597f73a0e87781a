package io.curfew.accounts;

import io.curfew.kernel.Keyset;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.Standing;
import io.curfew.lifecycle.StandingSql;
import io.curfew.lifecycle.SuspensionCause;
import io.curfew.lifecycle.TreeLock;
import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Accounts by tenant. A single account is read together with its main account, whatever their state; its standing tells
 * whether readers find it. Lists leave out accounts that readers do not find.
 */
@ApplicationScoped
class AccountRepository implements PanacheRepositoryBase<Account, String> {
    private static final String WITH_MAIN = "from Account a where a.tenantId = :tenant and a.id in (:tenant, :id)";

    private static final StandingSql STANDING = StandingSql.ofEntities("a", "m");

    // What Account.sub sets, under a main account whose status and plan are among the pairs.
    private static final String INSERT_SUB = """
            insert into account (tenant_id, id, parent_id, name, type, status, advertiser_account_id,
                advertiser_account_number, created_at, updated_at, version)
            select m.tenant_id, cast($2 as text), m.id, cast($3 as text), m.type, cast($4 as text), cast($5 as text),
                cast($6 as text), cast($7 as timestamptz), cast($7 as timestamptz), 0
            from account m
            where m.tenant_id = $1 and m.id = $1
                and (m.status, m.type) in (select * from unnest(cast($8 as text[]), cast($9 as text[])))
            returning type
            """;

    /** The account; null where there is no row of it or of its main account. */
    Uni<@Nullable AccountInTree> findInTree(String tenantId, String id) {
        return list(WITH_MAIN, named(tenantId, id)).map(rows -> AccountInTree.of(rows, id));
    }

    /** Like {@link #findInTree}; no state in the tree changes before the transaction ends. */
    Uni<@Nullable AccountInTree> holdStates(String tenantId, String id) {
        return TreeLock.shared(tenantId, () -> findFresh(tenantId, id));
    }

    /** Like {@link #findInTree}, for a change of the account's state: nobody writes in the tree before it ends. */
    Uni<@Nullable AccountInTree> lockStates(String tenantId, String id) {
        return TreeLock.exclusive(tenantId, () -> findFresh(tenantId, id));
    }

    /** {@link #findInTree} as of now, also where the session has read the accounts before it waited for the lock. */
    private Uni<@Nullable AccountInTree> findFresh(String tenantId, String id) {
        return getSession()
                .chain(session -> bound(
                                session.createSelectionQuery("select a, a.version " + WITH_MAIN, Object[].class),
                                named(tenantId, id).map())
                        .getResultList()
                        .chain(rows -> Multi.createFrom()
                                .iterable(rows)
                                .onItem()
                                .transformToUniAndConcatenate(
                                        row -> refreshed(session, (Account) row[0], (Long) row[1]))
                                .collect()
                                .asList()))
                .map(rows -> AccountInTree.of(rows, id));
    }

    private static Uni<Account> refreshed(Mutiny.Session session, Account account, long version) {
        return account.version() == version
                ? Uni.createFrom().item(account)
                : session.refresh(account).replaceWith(account);
    }

    private static Parameters named(String tenantId, String id) {
        return Parameters.with("tenant", tenantId).and("id", id);
    }

    /** Like {@link #findInTree}, the account locked for a change that leaves its state as it is. */
    Uni<@Nullable AccountInTree> lockForChange(String tenantId, String id) {
        return TreeLock.shared(
                        tenantId,
                        () -> find("from Account a where a.tenantId = :tenant and a.id = :id", named(tenantId, id))
                                .withLock(LockModeType.PESSIMISTIC_WRITE)
                                .list())
                .chain(locked -> locked.isEmpty() || locked.get(0).isMain()
                        ? Uni.createFrom().item(AccountInTree.of(locked, id))
                        : findFresh(tenantId, id));
    }

    /** The account whether or not its purge is due; null when it is gone. */
    Uni<@Nullable Account> findEvenIfDue(String tenantId, String id) {
        return find("tenantId = ?1 and id = ?2", tenantId, id).firstResult();
    }

    /**
     * Locks a closed account whether or not its purge is due; null when it is gone. Closed is for good, so the tree is
     * not locked against others who write: a purge changes nothing that they would go by.
     */
    Uni<@Nullable Account> lockForPurge(String tenantId, String id) {
        return TreeLock.shared(
                tenantId,
                () -> find("tenantId = ?1 and id = ?2", tenantId, id)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .firstResult());
    }

    /** Inserts a subaccount where its main account is among {@code allowed}; null where it is not. The tree is held still. */
    Uni<@Nullable Account> insertSub(NewSubaccount sub, AllowedAccounts allowed) {
        return Sql.of(
                        INSERT_SUB,
                        sub.tenantId(),
                        sub.id(),
                        sub.name(),
                        LifecycleStatus.ACTIVE,
                        sub.advertiserId(),
                        sub.advertiserNumber(),
                        sub.at(),
                        allowed.statuses(),
                        allowed.types())
                .one(row -> Account.sub(sub, AccountType.valueOf(row.string(0))));
    }

    /**
     * A page of what {@code filter} wants, newest first; one statement.
     *
     * @param now when the purge of those that are left out is due; null to leave none out
     */
    Uni<Slice<AccountView>> page(AccountFilter filter, PageRequest page, @Nullable Instant now) {
        StringBuilder query = new StringBuilder(
                        "select a, m.status, m.statusCause, m.closedAt, m.purgeAt from Account a"
                                + " join Account m on m.tenantId = a.tenantId and m.id = a.tenantId"
                                + " where ")
                .append(filter.tenantId() == null ? "a.parentId is null" : "a.tenantId = :tenant");
        Map<String, Object> parameters = new HashMap<>();
        if (now != null) {
            query.append(" and ").append(STANDING.isThere(":now"));
            parameters.put("now", now);
        }
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
        Standing main =
                new Standing((LifecycleStatus) row[1], (SuspensionCause) row[2], (Instant) row[3], (Instant) row[4]);
        return account.view(account.standingUnder(main));
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

    /** Whether a main account still has rows of subaccounts, closed ones included. */
    Uni<Boolean> hasChildren(String mainId) {
        return find("select id from Account where tenantId = ?1 and parentId = ?1", mainId)
                .project(String.class)
                .firstResult()
                .map(found -> found != null);
    }

    /** Lets one transaction at a time take a name in a tree. The tree comes first, as for everybody who has both. */
    Uni<Void> lockName(String tenantId, String name) {
        // A lock function returns void, which no driver reads: its row is counted instead.
        return TreeLock.shared(
                        tenantId,
                        () -> Sql.of(
                                        "select count(*) from pg_advisory_xact_lock(hashtextextended($1, 1))",
                                        tenantId + "|" + name)
                                .exactlyOne(row -> row.number(0)))
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
