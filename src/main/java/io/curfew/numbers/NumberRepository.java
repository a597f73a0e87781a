package io.curfew.numbers;

import io.curfew.kernel.Keyset;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.StandingSql;
import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
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
 * Held numbers by tenant. The numbers of a closed account, or of an account under a closed main account, are read as
 * released, whenever the release work runs.
 */
@ApplicationScoped
class NumberRepository implements PanacheRepositoryBase<PhoneNumber, String> {
    private static final String HELD = "from PhoneNumber n"
            + " join Account a on a.tenantId = n.tenantId and a.id = n.accountId"
            + " join Account m on m.tenantId = n.tenantId and m.id = n.tenantId"
            + " where n.tenantId = :tenant and n.accountId = :account and n.releasedAt is null and "
            + StandingSql.ofEntities("a", "m").isOpen();

    private static final String LAPSED_SINCE =
            "select " + StandingSql.of("a", "m").closedAt()
                    + " from phone_number n"
                    + " join account a on a.tenant_id = n.tenant_id and a.id = n.account_id"
                    + " join account m on m.tenant_id = n.tenant_id and m.id = n.tenant_id"
                    + " where n.tenant_id = $1 and n.id = $2 and n.released_at is null and not "
                    + StandingSql.of("a", "m").isOpen();

    /** The number; null when the account does not hold it. */
    Uni<@Nullable PhoneNumber> findHeld(String tenantId, String accountId, String id) {
        Map<String, Object> parameters = held(tenantId, accountId);
        parameters.put("id", id);
        return find("select n " + HELD + " and n.id = :id", parameters).firstResult();
    }

    /** Whether the account holds the number, without reading it into the session. */
    Uni<Boolean> isHeld(String tenantId, String accountId, String id) {
        Map<String, Object> parameters = held(tenantId, accountId);
        parameters.put("id", id);
        return getSession()
                .chain(session -> bound(
                                session.createSelectionQuery("select n.id " + HELD + " and n.id = :id", String.class),
                                parameters)
                        .getSingleResultOrNull())
                .map(found -> found != null);
    }

    /** The number, locked; null when it was released. Says nothing of its holder's state. */
    Uni<@Nullable PhoneNumber> lockInUse(String tenantId, String id) {
        return find("tenantId = ?1 and id = ?2 and releasedAt is null", tenantId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /**
     * The instant from which readers see the number as released although its row says that it is in use; null when
     * there is none.
     */
    Uni<@Nullable Instant> lapsedSince(String tenantId, String id) {
        return Sql.of(LAPSED_SINCE, tenantId, id).one(row -> row.instant(0));
    }

    /** A page of the account's numbers. */
    Uni<Slice<NumberView>> page(NumberFilter filter, PageRequest page) {
        String part = filter.phoneNumber() == null ? null : NumberPattern.part(filter.phoneNumber());
        if (filter.phoneNumber() != null && part == null) {
            return Uni.createFrom().item(new Slice<>(List.of(), false));
        }
        StringBuilder query = new StringBuilder("select n " + HELD);
        Map<String, Object> parameters = held(filter.tenantId(), filter.accountId());
        restrict(query, parameters, " and n.type = :type", "type", filter.type());
        restrict(query, parameters, " and n.settings.friendlyName = :name", "name", filter.friendlyName());
        restrict(query, parameters, " and substring(n.phoneNumber, 2) like :part", "part", part);
        query.append(filter.withBeta() ? "" : " and n.beta = false");
        query.append(Keyset.clause(page, "n.", parameters));
        return getSession()
                .chain(session -> bound(session.createSelectionQuery(query.toString(), PhoneNumber.class), parameters)
                        .setFirstResult(Math.toIntExact(page.offset()))
                        .setMaxResults(page.size() + 1)
                        .getResultList())
                .map(rows -> Slice.of(rows, page).map(PhoneNumber::view));
    }

    /** Ids of the numbers that the account's rows say are in use. */
    Uni<List<String>> idsInUse(String tenantId, String accountId) {
        return find(
                        "select id from PhoneNumber where tenantId = ?1 and accountId = ?2 and releasedAt is null",
                        tenantId,
                        accountId)
                .project(String.class)
                .list();
    }

    /** How many numbers the account's rows say are in use, counted up to {@code most}. */
    Uni<Long> countInUse(String tenantId, String accountId, int most) {
        return Sql.of(
                        "select count(*) from (select 1 from phone_number where tenant_id = $1 and account_id = $2"
                                + " and released_at is null limit $3) counted",
                        tenantId,
                        accountId,
                        most)
                .exactlyOne(row -> row.number(0));
    }

    /** Ids of the account's numbers, released ones too, in their order, that come after {@code after}. */
    Uni<List<String>> idsAfter(String tenantId, String accountId, String after, int most) {
        return ids("", tenantId, accountId, after, most);
    }

    /** {@link #idsAfter} of those that the account's rows say are in use. */
    Uni<List<String>> idsInUseAfter(String tenantId, String accountId, String after, int most) {
        return ids(" and released_at is null", tenantId, accountId, after, most);
    }

    private Uni<List<String>> ids(String condition, String tenantId, String accountId, String after, int most) {
        return Sql.of(
                        "select id from phone_number where tenant_id = $1 and account_id = $2 and id > $3" + condition
                                + " order by id limit $4",
                        tenantId,
                        accountId,
                        after,
                        most)
                .list(row -> row.string(0));
    }

    /** Removes the rows of these numbers. */
    Uni<Void> deleteAll(String tenantId, List<String> ids) {
        return delete("tenantId = ?1 and id in ?2", tenantId, ids).replaceWithVoid();
    }

    private static Map<String, Object> held(String tenantId, String accountId) {
        return new HashMap<>(Map.of("tenant", tenantId, "account", accountId));
    }

    private static void restrict(
            StringBuilder query, Map<String, Object> parameters, String text, String name, @Nullable Object value) {
        if (value != null) {
            query.append(text);
            parameters.put(name, value);
        }
    }

    private static <T> Mutiny.SelectionQuery<T> bound(Mutiny.SelectionQuery<T> query, Map<String, Object> parameters) {
        parameters.forEach(query::setParameter);
        return query;
    }
}
