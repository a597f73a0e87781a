package io.curfew.events;

import io.curfew.sql.Sql;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes audit entries that no event goes with, in the caller's transaction. */
@ApplicationScoped
public class AuditLog {
    private static final String INSERT = """
            with event as materialized (
                select IDENTITY, e.* from json_to_recordset(cast(cast($1 as text) as json)) as e (
                    tenant text, account text, action text, subject text, at timestamptz,
                    actor_kind text, actor text, door text, detail jsonb, personal json)),
            audit as (
                insert into audit_entry
                    (tenant_id, id, recorded_at, occurred_at, account_id, action, actor_kind, actor_id, door, subject,
                     detail, queued)
                select tenant, id, recorded_at, at, account, action, actor_kind, actor, door, subject, detail, true
                from event),
            PERSONAL
            PENDING
            """.replace("IDENTITY", Recording.IDENTITY)
            .replace("PERSONAL", Recording.PERSONAL)
            .replace("PENDING", Recording.pending(JournalKind.AUDIT));

    /** Records {@code entries} in one statement; with none, nothing is written. Needs an open transaction. */
    @CheckReturnValue
    public Uni<Void> write(List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray rows = new JsonArray(entries.stream().map(AuditLog::row).toList());
        return Sql.of(INSERT, rows.encode()).update().replaceWithVoid();
    }

    private static JsonObject row(AuditEntry entry) {
        Map<String, Object> detail = new TreeMap<>(entry.detail());
        detail.putAll(entry.actor().trace());
        Commitments commitments = new Commitments();
        return commitments.addTo(new JsonObject()
                .put("tenant", entry.tenantId())
                .put("account", entry.accountId())
                .put("action", entry.action().wireName())
                .put("subject", entry.subject())
                .put("at", entry.at().toString())
                .put("actor_kind", entry.actor().kind().name())
                .put("actor", entry.actor().id())
                .put("door", entry.actor().door())
                .put("detail", commitments.commit(detail)));
    }
}
