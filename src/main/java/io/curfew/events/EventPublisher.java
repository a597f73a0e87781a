package io.curfew.events;

import io.curfew.sql.Sql;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Writes the audit entry and the outbox event of a change, in the caller's transaction. The journal tells their order later
 * ({@link JournalSealer}), and it is the order of the object's versions, since whoever publishes has locked the object before.
 */
@ApplicationScoped
public class EventPublisher {
    // One round trip for all rows, however many events. The client would send a text to a json parameter as a JSON
    // string, hence the cast to text first.
    private static final String INSERT = """
            with event as materialized (
                select IDENTITY, e.* from json_to_recordset(cast(cast($1 as text) as json)) as e (
                    tenant text, account text, type text, subject text, at timestamptz,
                    actor_kind text, actor text, door text, data jsonb, trace jsonb, personal json)),
            audit as (
                insert into audit_entry
                    (tenant_id, id, recorded_at, occurred_at, account_id, action, actor_kind, actor_id, door, subject,
                     detail, queued)
                select tenant, id, recorded_at, at, account, type, actor_kind, actor, door, subject,
                    case when trace is null then data else data || trace end, true
                from event),
            outbox as (
                insert into outbox_event (tenant_id, id, recorded_at, occurred_at, account_id, type, subject, data, queued)
                select tenant, id, recorded_at, at, account, type, subject, data, true from event),
            PERSONAL,
            pending as (PENDING)
            select\s""".replace("IDENTITY", Recording.IDENTITY)
                    .replace("PERSONAL", Recording.PERSONAL)
                    .replace("PENDING", Recording.pending(JournalKind.CHANGE))
            + TransactionId.SQL;

    /**
     * Records {@code event}. Needs an open transaction; the rows exist if and only if it commits.
     *
     * @return completes when all rows are inserted
     */
    @CheckReturnValue
    public Uni<Void> publish(DomainEvent event) {
        return publishAll(List.of(event));
    }

    /**
     * Records the same event for many accounts of one tenant, in one statement.
     *
     * @param template the event; its account and subject give way to the id of each account
     * @param accountIds the accounts; with none, nothing is written
     */
    @CheckReturnValue
    public Uni<Void> publishForAccounts(DomainEvent template, List<String> accountIds) {
        return publishAll(accountIds.stream().map(template::about).toList());
    }

    /** Records events of any kind in one statement, in their order; with none, nothing is written. */
    @CheckReturnValue
    public Uni<Void> publishAll(List<DomainEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray rows = new JsonArray(events.stream().map(EventPublisher::row).toList());
        return Sql.of(INSERT, rows.encode())
                .exactlyOne(row -> row.string(0))
                .invoke(TransactionId::note)
                .replaceWithVoid();
    }

    private static JsonObject row(DomainEvent event) {
        Commitments commitments = new Commitments();
        JsonObject row = new JsonObject()
                .put("tenant", event.tenantId())
                .put("account", event.accountId())
                .put("type", event.type().wireName())
                .put("subject", event.subject())
                .put("at", event.at().toString())
                .put("actor_kind", event.actor().kind().name())
                .put("actor", event.actor().id())
                .put("door", event.actor().door())
                .put("data", commitments.commit(event.data()));
        if (!event.actor().trace().isEmpty()) {
            row.put("trace", commitments.commit(event.actor().trace()));
        }
        return commitments.addTo(row);
    }
}
