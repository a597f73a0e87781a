package io.curfew.accounts;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From any id to the main account it belongs to, for the whole service. It is what makes ids, e-mail addresses and
 * secrets unique across tenants. Ids of accounts stay after a purge, so that none is ever given out twice.
 */
@ApplicationScoped
public class Directory {
    /** What an entry's id is. */
    public enum Kind {
        ACCOUNT,
        OPERATOR,
        CUSTOMER,
        ADVERTISER_ACCOUNT,
        ADVERTISER_NUMBER,
        CREDENTIAL,
        SECRET,
        EMAIL,
        USER,
        PHONE_NUMBER,
        SIM,
        IMSI,
        ICCID
    }

    /**
     * Where an id leads.
     *
     * @param kind what the id is
     * @param tenantId the main account
     * @param targetId the object inside the tenant
     */
    public record Entry(Kind kind, String tenantId, String targetId) {}

    private static final String CLAIM = """
            with entered as (
                insert into directory (id, kind, tenant_id, target_id)
                select id, kind, ?3, ?4
                from unnest(string_to_array(?1, chr(10)), string_to_array(?2, chr(10))) as entry (id, kind)
                on conflict (id) do nothing
                returning id)
            select id from entered
            """;

    private static final String UNDO = "delete from directory where id = any(string_to_array(?1, chr(10)))";

    /**
     * Enters {@code ids} for one object in the caller's transaction, all of them or none.
     *
     * @return whether all of them were free
     */
    @CheckReturnValue
    public Uni<Boolean> claim(Map<String, Kind> ids, String tenantId, String targetId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CLAIM, String.class)
                        .setParameter(1, String.join("\n", ids.keySet()))
                        .setParameter(2, ids.values().stream().map(Kind::name).collect(Collectors.joining("\n")))
                        .setParameter(3, tenantId)
                        .setParameter(4, targetId)
                        .getResultList())
                .chain(entered -> entered.size() == ids.size()
                        ? Uni.createFrom().item(true)
                        : undo(entered).replaceWith(false));
    }

    /** Nobody else has seen these entries: they are of this transaction. */
    private static Uni<Void> undo(List<String> entered) {
        return entered.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> session.createNativeQuery(UNDO)
                                .setParameter(1, String.join("\n", entered))
                                .executeUpdate())
                        .replaceWithVoid();
    }

    /** Where {@code id} leads; null when nowhere. Needs a session. */
    @CheckReturnValue
    public Uni<@Nullable Entry> find(String id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select kind, tenant_id, target_id from directory where id = ?1", Object[].class)
                        .setParameter(1, id)
                        .getSingleResultOrNull())
                .map(row -> row == null
                        ? null
                        : new Entry(Kind.valueOf((String) row[0]), (String) row[1], (String) row[2]));
    }

    /** Where each of {@code ids} leads, by id; those that lead nowhere are left out. Needs a session. */
    @CheckReturnValue
    public Uni<Map<String, Entry>> findAll(Collection<String> ids) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select id, kind, tenant_id, target_id from directory"
                                        + " where id = any(string_to_array(?1, chr(10)))",
                                Object[].class)
                        .setParameter(1, String.join("\n", ids))
                        .getResultList())
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> (String) row[0],
                                row -> new Entry(Kind.valueOf((String) row[1]), (String) row[2], (String) row[3]))));
    }

    /** Removes the entries of objects that are gone for good and whose ids may be forgotten: credentials, logins. */
    @CheckReturnValue
    public Uni<Void> forget(String tenantId, Collection<String> targetIds) {
        if (targetIds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("delete from directory where tenant_id = ?1"
                                + " and target_id = any(string_to_array(?2, ','))")
                        .setParameter(1, tenantId)
                        .setParameter(2, String.join(",", targetIds))
                        .executeUpdate())
                .replaceWithVoid();
    }
}
