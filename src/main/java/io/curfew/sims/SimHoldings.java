package io.curfew.sims;

import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the SIMs that an account holds in pages, in the order of their ids. No statement looks at more rows than a
 * page has.
 */
@ApplicationScoped
class SimHoldings {
    /** The number of SIM rows that one statement looks at. */
    private static final int SCANNED = 500;

    /** The number of SIMs that are released together. */
    private static final int RELEASED = 100;

    /** The number of SIMs that are removed together. */
    private static final int REMOVED = 100;

    /** The number of history rows that are removed together. A SIM with more rows loses them over several pages. */
    private static final int RECORDS = 5000;

    private static final int PLACES = 1000;

    private static final String SCAN =
            "select id, status, records from sim where tenant_id = $1 and account_id = $2 and id > $3"
                    + " order by id limit $4";

    private static final String TRIM_EVENTS = """
            delete from sim_session_event where tenant_id = $1 and sim_id = $2 and no <= (select max(no) from (
                select no from sim_session_event where tenant_id = $1 and sim_id = $2 order by no limit $3) oldest)
            """;

    private static final String TRIM_STATUSES = """
            delete from sim_status_history where tenant_id = $1 and sim_id = $2 and no <= (select max(no) from (
                select no from sim_status_history where tenant_id = $1 and sim_id = $2 order by no limit $3) oldest)
            """;

    /**
     * A page.
     *
     * @param ids the SIMs of the page that were asked for
     * @param isTooLong whether the page is a single SIM whose history is too long to be removed at once
     * @param end where the page ended, null when nothing is left
     */
    record Page(
            List<String> ids, boolean isTooLong, @Nullable String end) {}

    private record Held(String id, boolean alive, long records) {
        static Held read(Row row) {
            return new Held(row.string(0), !SimStatus.TERMINATED.name().equals(row.string(1)), row.number(2));
        }
    }

    /**
     * Counts, among the account's first {@code most} SIMs, those whose rows do not say that they are terminated.
     *
     * @return null when there is certainly no such SIM
     */
    Uni<@Nullable Long> countAlive(String tenantId, String accountId, int most) {
        return scan(tenantId, accountId, null, most).map(rows -> {
            long alive = rows.stream().filter(Held::alive).count();
            return alive == 0 && rows.size() < most ? null : alive;
        });
    }

    /** The next SIMs whose rows do not say that they are terminated. */
    Uni<Page> alive(String tenantId, String accountId, @Nullable String after) {
        return scan(tenantId, accountId, after, SCANNED).map(rows -> {
            List<String> alive = rows.stream().filter(Held::alive).map(Held::id).toList();
            if (alive.size() > RELEASED) {
                return new Page(alive.subList(0, RELEASED), false, alive.get(RELEASED - 1));
            }
            return new Page(
                    alive,
                    false,
                    rows.size() < SCANNED ? null : rows.get(SCANNED - 1).id());
        });
    }

    /**
     * The next SIMs whose histories are together short enough to be removed at once. Where the history of the first
     * SIM is too long for that, the page holds that SIM alone and ends before it.
     */
    Uni<Page> recorded(String tenantId, String accountId, @Nullable String after) {
        return scan(tenantId, accountId, after, REMOVED).map(rows -> {
            List<String> ids = new ArrayList<>();
            long records = 0;
            for (Held one : rows) {
                records += one.records();
                if (records > RECORDS) {
                    break;
                }
                ids.add(one.id());
            }
            if (ids.isEmpty() && !rows.isEmpty()) {
                return new Page(List.of(rows.get(0).id()), true, after == null ? "" : after);
            }
            boolean all = ids.size() == rows.size() && rows.size() < REMOVED;
            return new Page(ids, false, all ? null : ids.get(ids.size() - 1));
        });
    }

    private static Uni<List<Held>> scan(String tenantId, String accountId, @Nullable String after, int most) {
        return Sql.of(SCAN, tenantId, accountId, after == null ? "" : after, most)
                .list(Held::read);
    }

    /**
     * Removes one batch of rows of a SIM's history.
     *
     * @return whether there may be more
     */
    Uni<Boolean> trim(String tenantId, String simId) {
        return trim(TRIM_EVENTS, tenantId, simId, RECORDS)
                .chain(events -> events == RECORDS
                        ? Uni.createFrom().item(true)
                        : trim(TRIM_STATUSES, tenantId, simId, RECORDS - events)
                                .map(statuses -> events + statuses == RECORDS));
    }

    private static Uni<Integer> trim(String sql, String tenantId, String simId, int most) {
        return Sql.of(sql, tenantId, simId, most).update();
    }

    /** Whether the histories of these SIMs together are too long to be removed at once. */
    static boolean areLong(long records) {
        return records > RECORDS;
    }

    /**
     * Deletes the remembered list places of a purged tenant.
     *
     * @return whether there may be more
     */
    Uni<Boolean> deletePlaces(String tenantId) {
        return Sql.of(
                        "delete from sim_place where ctid ="
                                + " any(array(select ctid from sim_place where tenant_id = $1 limit $2))",
                        tenantId,
                        PLACES)
                .update()
                .map(deleted -> deleted == PLACES);
    }
}
