package io.curfew.accounts;

import io.curfew.sql.Sql;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From any id to the main account it belongs to, for the whole service. It is what makes ids, root users' e-mail addresses and
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
                select id, kind, $3, $4
                from unnest(string_to_array($1, chr(10)), string_to_array($2, chr(10))) as entry (id, kind)
                on conflict (id) do nothing
                returning id)
            select id from entered
            """;

    // Each target by its key, for a planner that does not know how much the tenant has would read all of it.
    private static final String FORGET = """
            delete from directory where id = any(array(
                select d.id from unnest(string_to_array($2, ',')) as gone (id)
                cross join lateral (
                    select id from directory where tenant_id = $1 and target_id = gone.id offset 0) d))
            """;

    private static final String UNDO = "delete from directory where id = any(string_to_array($1, chr(10)))";

    /**
     * Enters {@code ids} for one object in the caller's transaction, all of them or none.
     *
     * @return whether all of them were free
     */
    @CheckReturnValue
    public Uni<Boolean> claim(Map<String, Kind> ids, String tenantId, String targetId) {
        return Sql.of(
                        CLAIM,
                        String.join("\n", ids.keySet()),
                        ids.values().stream().map(Kind::name).collect(Collectors.joining("\n")),
                        tenantId,
                        targetId)
                .list(row -> row.string(0))
                .chain(entered -> entered.size() == ids.size()
                        ? Uni.createFrom().item(true)
                        : undo(entered).replaceWith(false));
    }

    /** Nobody else has seen these entries: they are of this transaction. */
    private static Uni<Void> undo(List<String> entered) {
        return entered.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.of(UNDO, String.join("\n", entered)).update().replaceWithVoid();
    }

    /** Where {@code id} leads; null when nowhere. Needs a session. */
    @CheckReturnValue
    public Uni<@Nullable Entry> find(String id) {
        return Sql.of("select kind, tenant_id, target_id from directory where id = $1", id)
                .one(row -> new Entry(Kind.valueOf(row.string(0)), row.string(1), row.string(2)));
    }

    /** Where each of {@code ids} leads, by id; those that lead nowhere are left out. Needs a session. */
    @CheckReturnValue
    public Uni<Map<String, Entry>> findAll(Collection<String> ids) {
        return Sql.of(
                        "select id, kind, tenant_id, target_id from directory"
                                + " where id = any(string_to_array($1, chr(10)))",
                        String.join("\n", ids))
                .list(row ->
                        Map.entry(row.string(0), new Entry(Kind.valueOf(row.string(1)), row.string(2), row.string(3))))
                .map(rows -> rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /**
     * {@link #forget} as part of a statement of another room.
     *
     * @param gone a table of the statement, such as a common table expression, with the columns {@code tenant} and {@code id} of
     *     the objects
     * @param kinds which of their entries
     * @return a {@code delete} without {@code returning}
     */
    public static String forgetting(String gone, Kind... kinds) {
        return "delete from directory where id = any(array(select entry.id from " + gone
                + " cross join lateral (select d.id from directory d where d.tenant_id = " + gone
                + ".tenant and d.target_id = " + gone + ".id and d.kind in ("
                + Arrays.stream(kinds).map(kind -> "'" + kind + "'").collect(Collectors.joining(", "))
                + ") offset 0) entry))";
    }

    /** Removes the entries of objects that are gone for good and whose ids may be forgotten: credentials, logins. */
    @CheckReturnValue
    public Uni<Void> forget(String tenantId, Collection<String> targetIds) {
        if (targetIds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Sql.of(FORGET, tenantId, String.join(",", targetIds)).update().replaceWithVoid();
    }
}
