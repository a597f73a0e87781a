package io.curfew.lifecycle;

import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The worker's side of the queue: claiming what is due, and what becomes of it. An item is due at its instant; once it
 * has failed it also waits for its next attempt, and is due at the later of the two.
 *
 * <p>A replica that stops in the middle of a transaction keeps what it has claimed for as long as any transaction may be
 * silent. The claim bounds how long its transaction waits for others' locks, so that a lane is not held for longer than that
 * either.
 */
final class WorkClaims {
    /** How long the transaction of a claim waits for a lock. */
    private static final Duration BOUND = Duration.ofSeconds(3);

    // The queue is read in the order of its indexes. Left to itself the planner, which has to guess how much is due and
    // whose it is, reads all that is due and sorts it, for each claim: a second with a backlog of 200,000, instead of
    // half a
    // millisecond. It may do as it likes again when the claim is made, except that work on many rows goes on by
    // indexes: each row is looked up by its key, and a planner that takes a table for empty would read all of it each
    // time.
    private static final String IN_ORDER = """
            select set_config('enable_sort', 'off', true) || set_config('enable_bitmapscan', 'off', true)
                || set_config('enable_seqscan', 'off', true)
            """;

    // Only kinds that this version knows: during an upgrade the newer replica's items wait for a newer replica. Items
    // that others have in hand at this moment are skipped. An item that has failed before goes alone, so that it does
    // not hold up others. What is done to many rows is planned for the rows that there are now: a plan that was kept
    // from when tables were small may take minutes.
    private static final String CLAIM = """
            with first as materialized (
                select id, kind, tenant_id, account_id, target_id, due_at, attempts, greatest(due_at, not_before)
                from lifecycle_work
                where state = 'OPEN' and greatest(due_at, not_before) <= $1
                    and (greatest(due_at, not_before), id) >= ($6, $7)
                    and kind = any(string_to_array($2, ',')) and tenant_id <> all(string_to_array($5, ','))
                order by greatest(due_at, not_before), id limit 1 for update skip locked),
            alike as (
                select id, kind, tenant_id, account_id, target_id, due_at, attempts, due_at from lifecycle_work
                where state = 'OPEN' and attempts = 0 and due_at <= $1
                    and tenant_id = (select tenant_id from first) and kind = (select kind from first)
                    and id <> (select id from first) and (select attempts from first) = 0
                order by due_at, id
                limit (select k.more
                    from unnest(string_to_array($2, ','), cast(string_to_array($3, ',') as integer[])) as k (kind, more)
                    where k.kind = (select kind from first))
                for update skip locked)
            select first.*, set_config('lock_timeout', $4, true)
                || set_config('enable_sort', 'on', true) || set_config('enable_bitmapscan', 'on', true)
                || set_config('enable_seqscan', case when many then 'off' else 'on' end, true)
                || set_config('plan_cache_mode', case when many then 'force_custom_plan' else 'auto' end, true)
            from first
            cross join lateral (
                select exists (select from alike) or first.kind = any(string_to_array($8, ',')) as many) work
            union all select alike.*, null from alike
            """;

    private static final String CLAIM_ONE = """
            select id, kind, tenant_id, account_id, target_id, due_at, attempts, greatest(due_at, not_before),
                set_config('lock_timeout', $3, true)
            from lifecycle_work
            where id = $2 and state = 'OPEN' and greatest(due_at, not_before) <= $1 for update skip locked
            """;

    private static final String NEXT = """
            select greatest(due_at, not_before) from lifecycle_work
            where state = 'OPEN' and greatest(due_at, not_before) > $1 and greatest(due_at, not_before) <= $2
                and kind = any(string_to_array($3, ','))
            order by greatest(due_at, not_before) limit 1
            """;

    private static final String AS_CLAIMED = " where id = $1 and due_at = $2 and attempts = $3";

    private static final String REMOVE = "delete from lifecycle_work" + AS_CLAIMED;

    private static final String REMOVE_ALL = """
            delete from lifecycle_work where id = any(array(
                select w.id
                from unnest(cast(string_to_array($1, ',') as bigint[]), cast(string_to_array($2, ',') as timestamptz[]))
                    as claimed (id, due_at)
                cross join lateral (
                    select t.id from lifecycle_work t
                    where t.id = claimed.id and t.due_at = claimed.due_at and t.attempts = 0 limit 1) w))
            """;

    private static final String AGAIN = """
            update lifecycle_work set due_at = $4, account_id = coalesce(cast($5 as text), account_id),
                attempts = 0, last_error = null, not_before = null""" + AS_CLAIMED;

    private static final String FAIL = """
            update lifecycle_work set attempts = attempts + 1, last_error = $4, not_before = $5,
                state = case when attempts + 1 >= $6 then 'PARKED' else 'OPEN' end""" + AS_CLAIMED + " and state = 'OPEN'";

    private final String kinds;
    private final String takenAlong;
    private final String paged;
    private final String bound = Long.toString(BOUND.toMillis());

    WorkClaims(Map<String, WorkHandler> handlers) {
        this.kinds = String.join(",", handlers.keySet());
        // In the same order, how many items of each kind go along at most.
        this.takenAlong = handlers.values().stream()
                .map(handler -> handler instanceof BatchWorkHandler batch ? batch.batchSize() - 1 : 0)
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        this.paged = handlers.values().stream()
                .filter(WorkHandler::isPaged)
                .map(WorkHandler::kind)
                .collect(Collectors.joining(","));
    }

    /**
     * Claims the item that is due first, and others that go along with it; none when nothing is due.
     *
     * @param leftOut trees whose items are not claimed, separated by commas
     * @param backlogs what earlier claims have read over
     * @param thorough whether to read that, too, where nothing comes after it: what the caller itself has done may have led to
     *     more work that was due long ago
     */
    Uni<List<ClaimedWork>> claim(Instant now, String leftOut, Backlogs backlogs, boolean thorough) {
        Backlogs.Place from = backlogs.end(leftOut);
        return claimFrom(from, now, leftOut, backlogs)
                .chain(items -> items.isEmpty() && thorough && !from.equals(Backlogs.START)
                        ? claimFrom(Backlogs.START, now, leftOut, backlogs)
                        : Uni.createFrom().item(items));
    }

    private Uni<List<ClaimedWork>> claimFrom(Backlogs.Place from, Instant now, String leftOut, Backlogs backlogs) {
        return Sql.of(IN_ORDER)
                .ahead(() -> Sql.of(CLAIM, now, kinds, takenAlong, bound, leftOut, from.readyAt(), from.id(), paged)
                        .list(WorkClaims::read))
                .invoke(items -> backlogs.read(leftOut, from, items.isEmpty() ? null : items.get(0), now));
    }

    /** Claims this one; none when it is not due any more or somebody else has it. */
    Uni<List<ClaimedWork>> claim(long id, Instant now) {
        return Sql.of(CLAIM_ONE, now, id, bound).list(WorkClaims::read);
    }

    /** Whether anything is due, by others' claims or not. */
    Uni<Boolean> isAnyDue(Instant now) {
        return next(Instant.EPOCH, now).map(Objects::nonNull);
    }

    /** When the next item falls due between two instants; null when none does. */
    Uni<@Nullable Instant> next(Instant since, Instant until) {
        return Sql.of(NEXT, since, until, kinds).one(row -> row.instant(0));
    }

    /** Carries out what the handler has said, in the transaction of the claim. */
    Uni<Integer> finish(ClaimedWork claimed, WorkOutcome outcome) {
        return outcome instanceof WorkOutcome.DueAgain again
                ? asClaimed(claimed, AGAIN, again.at(), again.accountId())
                : asClaimed(claimed, REMOVE);
    }

    /** Finishes all items of a batch, in the transaction of the claim. */
    Uni<Integer> finishAll(List<ClaimedWork> claimed) {
        return Sql.of(
                        REMOVE_ALL,
                        joined(claimed, ClaimedWork::id),
                        joined(claimed, one -> one.item().dueAt()))
                .update();
    }

    /**
     * Counts the attempt and puts the next one off, or parks the item. Not in the transaction that failed.
     *
     * @return false when it is not as it was claimed: others have done it, or tried
     */
    Uni<Boolean> fail(ClaimedWork claimed, String reason, Instant notBefore, int maxAttempts) {
        return asClaimed(claimed, FAIL, reason, notBefore, maxAttempts).map(updated -> updated > 0);
    }

    /** Executes what is about an item as it was claimed; {@code more} are the arguments from {@code $4} on. */
    private static Uni<Integer> asClaimed(ClaimedWork claimed, String sql, @Nullable Object... more) {
        List<@Nullable Object> arguments = new ArrayList<>(
                List.of(claimed.id(), claimed.item().dueAt(), claimed.item().attempts()));
        arguments.addAll(Arrays.asList(more));
        return Sql.of(sql, arguments.toArray()).update();
    }

    private static String joined(List<ClaimedWork> claimed, Function<ClaimedWork, Object> column) {
        return claimed.stream().map(column).map(Object::toString).collect(Collectors.joining(","));
    }

    private static ClaimedWork read(Row row) {
        return new ClaimedWork(
                row.number(0),
                new WorkItem(
                        row.string(1), row.string(2), row.string(3), row.string(4), row.instant(5), row.integer(6)),
                row.instant(7));
    }
}
