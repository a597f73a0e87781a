package io.curfew.lifecycle;

import io.curfew.sql.Sql;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts work into the queue and takes it back, always in the caller's transaction. */
@ApplicationScoped
public class WorkQueue {
    private static final String SCHEDULE = """
            insert into lifecycle_work (kind, tenant_id, account_id, target_id, due_at)
            select $1, $2, account, target, cast(due as timestamptz)
            from unnest(string_to_array($3, ','), string_to_array($4, ','), string_to_array($5, ','))
                as item (account, target, due)
            on conflict (tenant_id, kind, target_id) do update set
                due_at = excluded.due_at, account_id = excluded.account_id,
                state = 'OPEN', attempts = 0, last_error = null, not_before = null
            """;

    private static final String MOVE = """
            update lifecycle_work set account_id = $4, due_at = $5,
                state = 'OPEN', attempts = 0, last_error = null, not_before = null
            where id = any(array(select id from lifecycle_work
                where tenant_id = $1 and kind = $2 and target_id = $3 for update skip locked))
            """;

    private static final String CANCEL_ALL = """
            delete from lifecycle_work where id = any(array(
                select item.id from unnest(string_to_array($3, ',')) as t (id)
                cross join lateral (select w.id from lifecycle_work w
                    where w.tenant_id = $1 and w.kind = $2 and w.target_id = t.id for update skip locked) item))
            """;

    /**
     * Items that a statement is about.
     *
     * @param kinds their kinds
     * @param ids their targets: an expression of the statement, of type {@code text[]}
     */
    public record Targets(List<String> kinds, String ids) {
        // Each item is looked up by its whole key: a planner that takes the table for small, or the tenant for one with
        // little work, would read all of the tenant's and compare each with each.
        private String select(String tenant) {
            return "array(select item.id from unnest(array['" + String.join("', '", kinds) + "']) as k (kind)"
                    + " cross join unnest(" + ids + ") as t (id) cross join lateral (select w.id from lifecycle_work w"
                    + " where w.tenant_id = " + tenant + " and w.kind = k.kind and w.target_id = t.id"
                    + " for update skip locked) item)";
        }
    }

    /**
     * Puts items into the queue as part of a statement of another room, so that what follows from a change takes no
     * statement of its own. An item of the same tenant, kind and target stays as it is.
     *
     * @param tenant the tenant of all of them: an expression of the statement
     * @param items what {@link #encoded} makes of them: an expression of the statement, of type {@code text}
     * @return an {@code insert} without {@code returning}
     */
    public static String adding(String tenant, String items) {
        return """
                insert into lifecycle_work (kind, tenant_id, account_id, target_id, due_at)
                select item.kind, %s, item.account, item.target, item.due
                from json_to_recordset(cast(%s as json)) as item (kind text, account text, target text, due timestamptz)
                on conflict (tenant_id, kind, target_id) do nothing
                """.formatted(tenant, items);
    }

    /** Items as the text that {@link #adding} takes. */
    public static String encoded(List<WorkItem> items) {
        return new JsonArray(items.stream()
                        .map(item -> new JsonObject()
                                .put("kind", item.kind())
                                .put("account", item.accountId())
                                .put("target", item.targetId())
                                .put("due", item.dueAt().toString()))
                        .toList())
                .encode();
    }

    /**
     * Takes items back as part of a statement of another room. Those that a worker has in hand are passed over, as in
     * {@link #cancelAll}.
     *
     * @param tenant the tenant of all of them: an expression of the statement
     * @return a {@code delete} without {@code returning}
     */
    public static String cancelling(String tenant, Targets... those) {
        return "delete from lifecycle_work where id = any("
                + Arrays.stream(those).map(targets -> targets.select(tenant)).collect(Collectors.joining(" || "))
                + ")";
    }

    /** Schedules {@code item}; an item of the same tenant, kind and target gets the new due instant instead. */
    @CheckReturnValue
    public Uni<Void> schedule(WorkItem item) {
        return scheduleAll(item.kind(), item.tenantId(), List.of(item));
    }

    /**
     * Schedules many items in one statement.
     *
     * @param kind the kind of all of them
     * @param tenantId the tenant of all of them
     */
    @CheckReturnValue
    public Uni<Void> scheduleAll(String kind, String tenantId, List<WorkItem> items) {
        if (items.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Sql.of(
                        SCHEDULE,
                        kind,
                        tenantId,
                        joined(items, WorkItem::accountId),
                        joined(items, WorkItem::targetId),
                        joined(items, item -> item.dueAt().toString()))
                .update()
                .replaceWithVoid();
    }

    // One text parameter for each column: ids and instants hold no comma, and every driver can send a text.
    private static String joined(List<WorkItem> items, Function<WorkItem, String> column) {
        return items.stream().map(column).collect(Collectors.joining(","));
    }

    /**
     * When an item falls due; null when there is none. It is not locked: whoever wants it to stay as it is has locked
     * what it is done to, as its handler does before it moves the item.
     */
    @CheckReturnValue
    public Uni<@Nullable Instant> dueAt(String kind, String tenantId, String targetId) {
        return Sql.of(
                        "select due_at from lifecycle_work" + " where tenant_id = $1 and kind = $2 and target_id = $3",
                        tenantId,
                        kind,
                        targetId)
                .one(row -> row.instant(0));
    }

    /**
     * Gives an item another due instant and account, where there is one. One that a worker has in hand is passed over,
     * as {@link #cancelAll} does.
     */
    @CheckReturnValue
    public Uni<Void> move(WorkItem item) {
        return Sql.of(MOVE, item.tenantId(), item.kind(), item.targetId(), item.accountId(), item.dueAt())
                .update()
                .replaceWithVoid();
    }

    /**
     * Lets an item fall due at {@code at} where it is due later. One that a worker has in hand is passed over, as in
     * {@link #cancelAll}: that worker says when it comes again.
     */
    @CheckReturnValue
    public Uni<Void> bringForward(String kind, String tenantId, String targetId, Instant at) {
        return Sql.of(
                        "update lifecycle_work set due_at = $4"
                                + " where id = any(array(select id from lifecycle_work where tenant_id = $1 and kind = $2"
                                + " and target_id = $3 and due_at > $4 for update skip locked))",
                        tenantId,
                        kind,
                        targetId,
                        at)
                .update()
                .replaceWithVoid();
    }

    /** Whether there is work for an account of the kind {@code open} that is not parked, or of {@code any} at all. */
    @CheckReturnValue
    public Uni<Boolean> isThere(String tenantId, String accountId, String open, String any) {
        return Sql.of(
                        "select exists (select 1 from lifecycle_work where tenant_id = $1 and account_id = $2"
                                + " and (kind = $4 or (kind = $3 and state = 'OPEN')))",
                        tenantId,
                        accountId,
                        open,
                        any)
                .exactlyOne(row -> row.bool(0));
    }

    /**
     * Takes back work of every kind for an account that was purged. What a worker has in hand is passed over, as in
     * {@link #cancelAll}.
     *
     * @param kept the kind to leave in the queue
     * @param most items to take back at most
     * @return how many were taken back
     */
    @CheckReturnValue
    public Uni<Integer> drop(String tenantId, String accountId, String kept, int most) {
        return Sql.of(
                        "delete from lifecycle_work where id = any(array(select id from lifecycle_work"
                                + " where tenant_id = $1 and account_id = $2 and kind <> $3"
                                + " limit $4 for update skip locked))",
                        tenantId,
                        accountId,
                        kept,
                        most)
                .update();
    }

    /** {@link #cancelAll} for one. */
    @CheckReturnValue
    public Uni<Void> cancel(String kind, String tenantId, String targetId) {
        return cancelAll(kind, tenantId, List.of(targetId));
    }

    /**
     * Takes back the items of one kind for each of {@code targetIds}, where there are any. One that a worker has in hand
     * is passed over rather than waited for, since the worker may be waiting for what the caller has locked; its handler
     * has to find out that there is nothing left to do.
     */
    @CheckReturnValue
    public Uni<Void> cancelAll(String kind, String tenantId, List<String> targetIds) {
        return Sql.of(CANCEL_ALL, tenantId, kind, String.join(",", targetIds))
                .update()
                .replaceWithVoid();
    }
}
