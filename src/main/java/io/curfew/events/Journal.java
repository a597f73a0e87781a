package io.curfew.events;

import io.curfew.sql.Autocommit;
import io.curfew.sql.Row;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Reads what is sealed and nothing else, so that a place in it keeps its meaning: no row appears before one that was read, and
 * none that is committed is ever passed over.
 */
@ApplicationScoped
public class Journal {
    /** A position that comes after every other one. */
    public static final long END = Long.MAX_VALUE;

    // Months that are detached keep their positions, but have no entries to show.
    private static final String AUDIT = """
            select j.position, a.id, a.occurred_at, a.recorded_at, a.account_id, a.action, a.subject, a.actor_kind, a.actor_id,
                a.door, (a.detail || case when $5 or a.actor_kind <> 'PLATFORM' then coalesce((
                    select jsonb_object_agg(p.field, p.value) from audit_personal p
                    where p.tenant_id = a.tenant_id and p.recorded_at = a.recorded_at and p.row_id = a.id), '{}')
                else '{}' end)::text as detail
            from journal j
            join audit_entry a on a.tenant_id = j.tenant_id and a.recorded_at = j.recorded_at and a.id = j.row_id
            where j.tenant_id = $1 and j.account_id = $2 and j.position < $3 and j.kind <> 'EVENT'
            order by j.position desc limit $4
            """;

    private final Autocommit sql;

    Journal(Autocommit sql) {
        this.sql = sql;
    }

    /**
     * Audit entries of an account, the last one first.
     *
     * @param before the position that comes after them, {@link #END} for the last ones
     * @param limit how many at most
     * @param staff whether personal values of the platform's own people are shown too, rather than commitments to them
     */
    @CheckReturnValue
    public Uni<List<SealedEntry>> auditBefore(
            String tenantId, String accountId, long before, int limit, boolean staff) {
        return sql.of(AUDIT, tenantId, accountId, before, limit, staff).list(Journal::entry);
    }

    private static SealedEntry entry(Row row) {
        return new SealedEntry(
                row.number("position"),
                row.uuid("id"),
                row.instant("occurred_at"),
                row.instant("recorded_at"),
                row.string("account_id"),
                row.string("action"),
                row.string("subject"),
                new Actor(Actor.Kind.valueOf(row.string("actor_kind")), row.string("actor_id"), row.string("door")),
                new JsonObject(row.string("detail")).getMap());
    }
}
