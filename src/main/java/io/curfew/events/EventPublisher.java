package io.curfew.events;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes the audit entry and the outbox event of a change, in the caller's transaction. */
@ApplicationScoped
public class EventPublisher {
    // One round trip for both rows. Hibernate reads a colon as a parameter, hence cast() for ::. A parameter cast to
    // jsonb
    // at once would be sent as JSON by the driver, and a text is a JSON string then: it goes as text and is parsed
    // here.
    private static final String INSERT = """
            with audit as (
                insert into audit_entry
                    (tenant_id, occurred_at, account_id, action, actor_kind, actor_id, door, subject, detail)
                values (?1, ?2, ?9, ?3, ?4, ?5, ?6, ?8, cast(cast(?7 as text) as jsonb)))
            insert into outbox_event (tenant_id, occurred_at, account_id, type, subject, data)
            values (?1, ?2, ?9, ?3, ?8, cast(cast(?7 as text) as jsonb))
            """;

    private static final String INSERT_MANY = """
            with subjects as (select unnest(string_to_array(?8, ',')) as id), audit as (
                insert into audit_entry
                    (tenant_id, occurred_at, account_id, action, actor_kind, actor_id, door, subject, detail)
                select ?1, cast(?2 as timestamptz), id, ?3, ?4, ?5, ?6, id, cast(cast(?7 as text) as jsonb)
                from subjects)
            insert into outbox_event (tenant_id, occurred_at, account_id, type, subject, data)
            select ?1, cast(?2 as timestamptz), id, ?3, id, cast(cast(?7 as text) as jsonb) from subjects
            """;

    private static final String INSERT_ALL = """
            with event as materialized (
                select * from json_to_recordset(cast(cast(?1 as text) as json)) as e (
                    tenant text, account text, type text, subject text, at timestamptz,
                    actor_kind text, actor text, door text, data jsonb)),
            audit as (
                insert into audit_entry
                    (tenant_id, occurred_at, account_id, action, actor_kind, actor_id, door, subject, detail)
                select tenant, at, account, type, actor_kind, actor, door, subject, data from event)
            insert into outbox_event (tenant_id, occurred_at, account_id, type, subject, data)
            select tenant, at, account, type, subject, data from event
            """;

    /**
     * Records {@code event}. Needs an open transaction; the rows exist if and only if it commits.
     *
     * @return completes when both rows are inserted
     */
    @CheckReturnValue
    public Uni<Void> publish(DomainEvent event) {
        return Panache.getSession()
                .chain(session -> bound(session.createNativeQuery(INSERT), event, event.subject())
                        .setParameter(9, event.accountId())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /**
     * Records the same event for many accounts of one tenant, in one statement.
     *
     * @param template the event; its account and subject give way to the id of each account
     * @param accountIds the accounts; with none, nothing is written
     */
    @CheckReturnValue
    public Uni<Void> publishForAccounts(DomainEvent template, List<String> accountIds) {
        if (accountIds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> bound(session.createNativeQuery(INSERT_MANY), template, String.join(",", accountIds))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Records events of any kind in one statement, in their order; with none, nothing is written. */
    @CheckReturnValue
    public Uni<Void> publishAll(List<DomainEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray rows = new JsonArray(events.stream().map(EventPublisher::row).toList());
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT_ALL)
                        .setParameter(1, rows.encode())
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static JsonObject row(DomainEvent event) {
        return new JsonObject()
                .put("tenant", event.tenantId())
                .put("account", event.accountId())
                .put("type", event.type().wireName())
                .put("subject", event.subject())
                .put("at", event.at().toString())
                .put("actor_kind", event.actor().kind().name())
                .put("actor", event.actor().id())
                .put("door", event.actor().door())
                .put("data", new JsonObject(new TreeMap<>(event.data())));
    }

    /** Sets every parameter but the account, which only one of the statements has. */
    private static <R> Mutiny.Query<R> bound(Mutiny.Query<R> query, DomainEvent event, String subject) {
        return query.setParameter(1, event.tenantId())
                .setParameter(2, event.at())
                .setParameter(3, event.type().wireName())
                .setParameter(4, event.actor().kind().name())
                .setParameter(5, event.actor().id())
                .setParameter(6, event.actor().door())
                .setParameter(7, json(event.data()))
                .setParameter(8, subject);
    }

    private static String json(Map<String, Object> data) {
        return new JsonObject(new TreeMap<>(data)).encode();
    }
}
