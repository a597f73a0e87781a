package io.curfew.events;

import io.curfew.sql.Autocommit;
import io.curfew.sql.Row;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives what was committed its place in the journal: a position in its tenant, without gaps, that never changes.
 *
 * <p>Rows of one object get theirs in the order of its versions. Whoever writes about an object has locked it first, so
 * the writer of its next version begins to write after the one before has committed: it takes a higher number from the
 * queue's sequence, and who sees its row sees the earlier one. A round takes what it sees, or the lowest numbers of it, so
 * it never takes a later row and leaves an earlier one. Rows of transactions in progress are not seen, and nobody waits for them.
 *
 * <p>A round takes a tenant's rows out of the queue and numbers them in one statement, which takes effect as a whole or
 * not at all, wherever the replica is killed. An advisory lock lets one replica at a time do so for a tenant; what
 * another has taken meanwhile is not there any more.
 */
@ApplicationScoped
public class JournalSealer {
    /** Rows that a round takes at most. */
    static final int BATCH = 5_000;

    // There is always a row, so that the snapshot's end is told even when nothing waits.
    private static final String WAITING = """
            select now.xmin, now.timeline, tenant_id, xids, seqs, lowest
            from (select cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint) as xmin, TIMELINE as timeline) now
            left join (
                select tenant_id, array_agg(xid::text) as xids, array_agg(seq::text) as seqs, min(xid) as lowest
                from (select tenant_id, xid, seq from journal_pending where xid >= $1 order by seq limit $2) waiting
                group by tenant_id) of_tenants on true
            """.replace("TIMELINE", TransactionId.TIMELINE);

    static final String SEAL = """
            with mine as materialized (select pg_try_advisory_xact_lock(hashtextextended($1, 15)) as held),
            taken as (
                delete from journal_pending where ctid = any(array(
                    select p.ctid from unnest($2::text[]::bigint[], $3::text[]::bigint[]) as chosen (xid, seq)
                    cross join lateral (
                        select t.ctid from journal_pending t
                        where t.xid = chosen.xid and t.seq = chosen.seq and t.tenant_id = $1 limit 1) p
                    where (select held from mine)))
                returning seq, account_id, recorded_at, kind, row_id),
            head as (
                insert into journal_head as h (tenant_id, position)
                select $1, count(*) from taken having count(*) > 0
                on conflict (tenant_id) do update set position = h.position + excluded.position
                returning position)
            insert into journal (tenant_id, position, account_id, recorded_at, kind, row_id)
            select $1, h.position - (select count(*) from taken) + row_number() over (order by t.seq),
                t.account_id, t.recorded_at, t.kind, t.row_id
            from taken t cross join head h
            """;

    private final Autocommit sql;
    private volatile Seen seen = new Seen(0, "");

    JournalSealer(Autocommit sql) {
        this.sql = sql;
    }

    /**
     * What need not be looked at again.
     *
     * @param below no row of a transaction with a lower number is left or will come
     * @param timeline the server's history that the number belongs to: another history gives the numbers out again
     */
    private record Seen(long below, String timeline) {}

    /**
     * What a look at the queue gave: the transactions and numbers of a tenant's rows, and the point up to which
     * everything is decided.
     *
     * @param tenantId null where nothing waits
     * @param lowest the lowest of the transactions, null where nothing waits
     * @param xmin the oldest transaction in progress
     */
    private record Waiting(
            @Nullable String tenantId,
            List<String> xids,
            List<String> seqs,
            @Nullable Long lowest,
            long xmin,
            String timeline) {
        static Waiting of(Row row) {
            return new Waiting(
                    row.stringOrNull("tenant_id"),
                    row.strings("xids"),
                    row.strings("seqs"),
                    row.numberOrNull("lowest"),
                    row.number("xmin"),
                    row.string("timeline"));
        }
    }

    /**
     * Seals what is committed by now, or the first {@link #BATCH} rows of it. What goes wrong with one tenant does not
     * stop the others.
     *
     * @return whether there may be more; fails when a tenant's rows could not be sealed, which are there the next time
     */
    @CheckReturnValue
    public Uni<Boolean> seal() {
        return sql.of(WAITING, seen.below(), BATCH).list(Waiting::of).chain(waiting -> {
            boolean more = waiting.stream().mapToInt(of -> of.seqs().size()).sum() == BATCH;
            note(waiting, more);
            return Multi.createFrom()
                    .iterable(waiting)
                    .filter(of -> of.tenantId() != null)
                    .onItem()
                    .transformToUni(this::seal)
                    .collectFailures()
                    .concatenate()
                    .collect()
                    .last()
                    .replaceWith(more);
        });
    }

    private void note(List<Waiting> waiting, boolean more) {
        Waiting any = waiting.get(0);
        if (!any.timeline().equals(seen.timeline())) {
            seen = new Seen(0, any.timeline());
        } else if (!more) {
            long lowest = waiting.stream()
                    .map(Waiting::lowest)
                    .filter(Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .min()
                    .orElse(Long.MAX_VALUE);
            seen = new Seen(Math.min(lowest, any.xmin()), any.timeline());
        }
    }

    private Uni<Integer> seal(Waiting rows) {
        return sql.of(SEAL, rows.tenantId(), rows.xids(), rows.seqs()).update();
    }
}
