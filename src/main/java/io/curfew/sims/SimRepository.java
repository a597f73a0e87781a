package io.curfew.sims;

import io.curfew.accounts.Directory;
import io.curfew.events.UsageRecorder;
import io.curfew.kernel.Cursor;
import io.curfew.kernel.Keyset;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.TreeLock;
import io.curfew.lifecycle.WorkQueue;
import io.curfew.lifecycle.WorkQueue.Targets;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SIMs by tenant. One statement reads any number of SIMs with everything that belongs to them, and one statement
 * writes them together with their history and the work that follows. Rows travel as JSON, which PostgreSQL takes
 * apart. There are no Hibernate entities, because they would take one statement for each row.
 */
@ApplicationScoped
class SimRepository {
    // Rows are locked in the order of their ids, as in every transaction that locks more than one.
    private static final String LOCK = "select s.id from sim s where s.tenant_id = :tenant";
    private static final String LOCKS = " order by s.id for update";

    // The ids are in order. Each of these statements looks rows up by their whole keys, one after the other: a lateral
    // subquery that the planner cannot pull up leaves it no other order. Where it may choose how to join them, what it
    // believes about the tables decides, and a table that was analysed when it was empty is read as a whole for each
    // SIM.
    private static final String LOCK_ROWS = """
            select s.id from unnest(string_to_array($2, ',')) as named (id)
            cross join lateral (select t.id from sim t where t.tenant_id = $1 and t.id = named.id for update) s
            """;

    // Each table's rows are a parameter of their own, and none of them is joined as a whole document: an update keeps
    // a copy of every row that it joins, which would take megabytes for two hundred SIMs. A dropped item that a worker
    // is handling is skipped; the worker will find nothing to do.
    private static final String SAVE =
            """
            with inserted as (
                insert into sim select * from json_populate_recordset(cast(null as sim), cast(cast($2 as text) as json))),
            updated as (
                update sim s set
                    account_id = r.account_id, status = r.status, termination_enabled = r.termination_enabled, expiry_at = r.expiry_at,
                    expiry_action = r.expiry_action, expiry_due_at = r.expiry_due_at,
                    expiry_fired_at = r.expiry_fired_at, expiry_no = r.expiry_no, speed_class = r.speed_class,
                    group_id = r.group_id, imei_lock = r.imei_lock, tags = r.tags, online = r.online,
                    session = r.session, previous_session = r.previous_session, records = r.records,
                    renewal_set_at = r.renewal_set_at, updated_at = r.updated_at, terminated_at = r.terminated_at,
                    purge_at = r.purge_at, return_due = r.return_due, returned_at = r.returned_at,
                    version = r.version
                from json_populate_recordset(cast(null as sim), cast(cast($3 as text) as json)) r
                cross join lateral (
                    select t.ctid from sim t where t.tenant_id = r.tenant_id and t.id = r.id limit 1) locked
                where s.ctid = locked.ctid),
            profiles as (
                insert into sim_profile
                select * from json_populate_recordset(cast(null as sim_profile), cast(cast($4 as text) as json))),
            subscribers as (
                insert into sim_subscriber
                select * from json_populate_recordset(cast(null as sim_subscriber), cast(cast($5 as text) as json))
                on conflict (tenant_id, imsi) do update set status = excluded.status, bundles = excluded.bundles),
            history as (
                insert into sim_status_history
                select * from json_populate_recordset(cast(null as sim_status_history), cast(cast($6 as text) as json))),
            sessions as (
                insert into sim_session_event
                select * from json_populate_recordset(cast(null as sim_session_event), cast(cast($7 as text) as json))),
            usage as (
            """ + UsageRecorder.recording("""
                    select $1, r.occurred_at, r.account_id, r.category, r.subject, 1
                    from json_to_recordset(cast(cast($8 as text) as json)) as r (
                        occurred_at timestamptz, account_id text, category text, subject text)
                    """) + "), scheduled as (" + WorkQueue.adding("$1", "cast($9 as text)") + ") "
                    + WorkQueue.cancelling("$1", new Targets(List.of(SimWork.EXPIRY), "string_to_array($10, ',')"));

    /** The work targets of the expiries of the SIMs whose ids a query returns. */
    private static String expiriesOf(String ids) {
        return "array(select s.id || '@' || s.expiry_no from (" + ids + ") as named (id) cross join lateral"
                + " (select t.id, t.expiry_no from sim t where t.tenant_id = $1 and t.id = named.id limit 1) s)";
    }

    private static final String CANCEL = WorkQueue.cancelling(
            "$1",
            new Targets(List.of(SimWork.RELEASE, SimWork.PURGE, SimWork.HISTORY_PURGE), "string_to_array($2, ',')"),
            new Targets(List.of(SimWork.EXPIRY), expiriesOf("select unnest(string_to_array($2, ','))")));

    /** The places of the rows of {@code table} that belong to the SIMs of {@code gone}. */
    private static String rowsOf(String table, String simId) {
        return """
                any(array(select own.ctid from gone cross join lateral (
                    select t.ctid from %s t where t.tenant_id = gone.tenant and t.%s = gone.id offset 0) own))
                """.formatted(table, simId);
    }

    private static final String DELETE = """
            with gone as materialized (
                select tree.tenant, sims.id
                from unnest(array[$1]) as tree (tenant) cross join unnest(string_to_array($2, ',')) as sims (id)),
            places as (
                insert into sim_place (tenant_id, id, coverage, imsi_hash, created_at)
                select s.tenant_id, s.id, s.coverage, sha256(convert_to(s.tenant_id || s.primary_imsi, 'UTF8')),
                    s.created_at
                from gone cross join lateral (
                    select t.* from sim t where t.tenant_id = gone.tenant and t.id = gone.id limit 1) s
                on conflict (tenant_id, id) do nothing),
            work as (
            """
            + WorkQueue.cancelling(
                    "$1",
                    new Targets(List.of(SimWork.EXPIRY), expiriesOf("select id from gone")),
                    new Targets(List.of(SimWork.RELEASE), "array(select id from gone)"))
            + """
                ),
            """
            + "profiles as (delete from sim_profile where ctid = " + rowsOf("sim_profile", "sim_id")
            + "), subscribers as (delete from sim_subscriber where ctid = " + rowsOf("sim_subscriber", "sim_id")
            + "), history as (delete from sim_status_history where ctid = " + rowsOf("sim_status_history", "sim_id")
            + "), sessions as (delete from sim_session_event where ctid = " + rowsOf("sim_session_event", "sim_id")
            + "), ids as ("
            + Directory.forgetting("gone", Directory.Kind.SIM, Directory.Kind.IMSI, Directory.Kind.ICCID)
            + """
                ),
            stock as (update sim_stock set
                    state = 'RETIRED', secret_hash = null, for_tenant_id = null, claim_id = null, claimed_until = null
                where sim_id = any(string_to_array($2, ',')))
            delete from sim where ctid =\s""" + rowsOf("sim", "id");

    /**
     * Locks the SIM, and locks its holder's state against changes. Returns the SIM's id, or null when there is no such
     * SIM. The SIM itself has to be read after that.
     */
    Uni<@Nullable String> lock(String tenantId, SimRef sim) {
        return TreeLock.shared(tenantId, () -> lockRow(tenantId, sim));
    }

    /**
     * Locks like {@link #lock} for a change of the SIM's protection, on which closings depend: nobody else in the tree
     * writes meanwhile.
     */
    Uni<@Nullable String> lockForProtection(String tenantId, SimRef sim) {
        return TreeLock.exclusive(tenantId, () -> lockRow(tenantId, sim));
    }

    private static Uni<@Nullable String> lockRow(String tenantId, SimRef sim) {
        Map<String, Object> parameters = new HashMap<>(Map.of("tenant", tenantId));
        String sql = LOCK + SimTables.named(sim, parameters) + LOCKS;
        return Sql.named(sql, parameters).one(row -> row.string(0));
    }

    /** Locks like {@link #lock}, but many SIMs; those that do not exist are left out. */
    Uni<List<String>> lockAll(String tenantId, Collection<String> ids) {
        return TreeLock.shared(tenantId, () -> lockRows(tenantId, ids));
    }

    /**
     * Locks the SIMs like {@link #lockAll}, but not their holders' states: for callers that do not depend on these,
     * and for SIMs whose holders are closed.
     */
    Uni<List<String>> lockRows(String tenantId, Collection<String> ids) {
        String inOrder = ids.stream().sorted().collect(Collectors.joining(","));
        return Sql.of(LOCK_ROWS, tenantId, inOrder).list(row -> row.string(0));
    }

    /**
     * Removes all work about these SIMs, which are locked, from the queue, except for items that a worker is handling.
     */
    Uni<Void> cancelWork(String tenantId, List<String> ids) {
        return Sql.of(CANCEL, tenantId, String.join(",", ids)).update().replaceWithVoid();
    }

    /** The SIMs of these ids, not settled yet. */
    Uni<List<JsonObject>> readAll(String tenantId, Collection<String> ids) {
        return documents(
                SimTables.FROM_NAMED + " order by s.id", Map.of("tenant", tenantId, "ids", String.join(",", ids)));
    }

    /** The SIM, not settled yet; null when there is none. */
    Uni<@Nullable JsonObject> find(String tenantId, SimRef sim) {
        Map<String, Object> parameters = new HashMap<>(Map.of("tenant", tenantId));
        return documents(SimTables.FROM + SimTables.named(sim, parameters), parameters)
                .map(rows -> rows.isEmpty() ? null : rows.get(0));
    }

    private static Uni<List<JsonObject>> documents(String from, Map<String, Object> parameters) {
        return Sql.named("select " + SimTables.DOCUMENT + from, parameters).list(row -> new JsonObject(row.string(0)));
    }

    /** A page of SIMs, not settled yet, that meet the condition. */
    Uni<Slice<JsonObject>> page(SimCondition condition, PageRequest page) {
        Map<String, Object> parameters = new HashMap<>(condition.parameters());
        String sql = "select " + SimTables.DOCUMENT + SimTables.FROM + condition.sql()
                + Keyset.clause(page, "s.", parameters) + " offset :passed limit :shown";
        parameters.put("passed", page.offset());
        parameters.put("shown", page.size() + 1);
        return Sql.named(sql, parameters)
                .list(row -> row.string(0))
                .map(rows -> Slice.of(rows, page).map(JsonObject::new));
    }

    /** The number of SIMs that meet the condition, by effective status. */
    Uni<Map<SimStatus, Long>> countByStatus(SimCondition condition) {
        String sql = "select " + SimStandingSql.STATUS + " as effective, count(*)" + SimTables.FROM + condition.sql()
                + " group by effective";
        return Sql.named(sql, condition.parameters())
                .list(row -> Map.entry(SimStatus.valueOf(row.string(0)), row.number(1)))
                .map(rows -> {
                    Map<SimStatus, Long> counts = new EnumMap<>(SimStatus.class);
                    Arrays.stream(SimStatus.values()).forEach(status -> counts.put(status, 0L));
                    rows.forEach(row -> counts.put(row.getKey(), row.getValue()));
                    return counts;
                });
    }

    /** Inserts a SIM; {@code fixed} holds the columns that never change. */
    Uni<Void> insert(Sim sim, JsonObject fixed) {
        JsonArray inserted = new JsonArray().add(fixed.copy().mergeIn(sim.row()));
        return save(sim.tenantId(), inserted, new JsonArray(), sim.log());
    }

    /** Writes SIMs of one tenant, and their logs without the events. */
    Uni<Void> update(String tenantId, List<Sim> sims, SimLog log) {
        JsonArray updated = new JsonArray(sims.stream().map(Sim::row).toList());
        return save(tenantId, new JsonArray(), updated, log);
    }

    private static Uni<Void> save(String tenantId, JsonArray inserted, JsonArray updated, SimLog log) {
        return Sql.of(
                        SAVE,
                        tenantId,
                        inserted.encode(),
                        updated.encode(),
                        log.profiles().encode(),
                        log.subscribers().encode(),
                        log.history().encode(),
                        log.sessionEvents().encode(),
                        log.usage().encode(),
                        WorkQueue.encoded(log.work()),
                        String.join(",", log.dropped()))
                .update()
                .replaceWithVoid();
    }

    /** When the SIM was created, and its id, even when the SIM is gone; null when the coverage never had such a SIM. */
    Uni<@Nullable Cursor> place(String tenantId, Coverage coverage, SimRef sim) {
        Map<String, Object> parameters = new HashMap<>(Map.of("tenant", tenantId, "coverage", coverage.code()));
        String gone = sim instanceof SimRef.ById
                ? "p.id = :sim"
                : "p.imsi_hash = sha256(convert_to(:tenant || :imsi, 'UTF8'))";
        String sql = "select s.created_at, s.id from sim s where s.tenant_id = :tenant and s.coverage = :coverage"
                + SimTables.named(sim, parameters)
                + " union all select p.created_at, p.id from sim_place p"
                + " where p.tenant_id = :tenant and p.coverage = :coverage and " + gone;
        return Sql.named(sql, parameters).one(row -> new Cursor(row.instant(0), row.string(1), Cursor.Direction.OLDER));
    }

    /** Removes every row of the SIMs except those of their places in lists. */
    Uni<Void> delete(String tenantId, List<String> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Sql.of(DELETE, tenantId, String.join(",", ids)).update().replaceWithVoid();
    }

    /** The number of SIMs that meet the condition. */
    Uni<Long> count(SimCondition condition) {
        return Sql.named("select count(*)" + SimTables.FROM + condition.sql(), condition.parameters())
                .exactlyOne(row -> row.number(0));
    }

    /** Ids of the SIMs that meet the condition, ordered by holder and id. */
    Uni<List<String>> ids(SimCondition condition, int most) {
        Map<String, Object> parameters = new HashMap<>(condition.parameters());
        parameters.put("most", most);
        return Sql.named(
                        "select s.id" + SimTables.FROM + condition.sql() + " order by s.account_id, s.id limit :most",
                        parameters)
                .list(row -> row.string(0));
    }

    /** Rows of a SIM's status history, one more than requested where there are more. */
    Uni<List<JsonObject>> statusHistory(String tenantId, String simId, HistoryRange range) {
        return history("sim_status_history", tenantId, simId, range);
    }

    /** Rows of the events of a SIM's sessions, one more than requested where there are more. */
    Uni<List<JsonObject>> sessionEvents(String tenantId, String simId, HistoryRange range) {
        return history("sim_session_event", tenantId, simId, range);
    }

    private static Uni<List<JsonObject>> history(String table, String tenantId, String simId, HistoryRange range) {
        Map<String, Object> parameters = new HashMap<>(Map.of("tenant", tenantId, "sim", simId));
        StringBuilder sql = new StringBuilder("select cast(row_to_json(r) as text) from ")
                .append(table)
                .append(" r where r.tenant_id = :tenant and r.sim_id = :sim");
        restrict(sql, parameters, " and r.at >= :since", "since", range.from());
        restrict(sql, parameters, " and r.at <= :until", "until", range.to());
        String side = range.oldestFirst() ? ">" : "<";
        restrict(sql, parameters, " and r.no " + side + " :after", "after", range.after());
        sql.append(range.oldestFirst() ? " order by r.no" : " order by r.no desc");
        sql.append(" limit :shown");
        parameters.put("shown", range.size() + 1);
        return Sql.named(sql.toString(), parameters).list(row -> new JsonObject(row.string(0)));
    }

    private static void restrict(
            StringBuilder sql, Map<String, Object> parameters, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            parameters.put(name, value);
        }
    }
}
