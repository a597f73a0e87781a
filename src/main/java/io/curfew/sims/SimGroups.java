package io.curfew.sims;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Slice;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of groups. */
@ApplicationScoped
class SimGroups {
    private static final String SELECT = "select cast(row_to_json(g) as text) from sim_group g"
            + " where g.tenant_id = :tenant and g.coverage = :coverage";

    /** The number of SIMs that leave a group together. */
    static final int PAGE = 200;

    private static final String MEMBERS = "select id from sim where tenant_id = $1 and group_id = $2 limit $3";

    private static final String LEAVE = """
            update sim set group_id = null, updated_at = $4, version = version + 1
            where ctid = any(array(
                select s.ctid from unnest(string_to_array($2, ',')) as leaving (id)
                cross join lateral (
                    select t.ctid from sim t where t.tenant_id = $1 and t.id = leaving.id and t.group_id = $3 limit 1) s))
            """;

    private final SimRepository sims;

    SimGroups(SimRepository sims) {
        this.sims = sims;
    }

    /** Locks the group against deletion but not against changes. Refuses with {@link ErrorCode#GROUP_UNKNOWN}. */
    Uni<Void> require(String tenantId, Coverage coverage, @Nullable String groupId) {
        if (groupId == null) {
            return Uni.createFrom().voidItem();
        }
        return Sql.of(
                        "select id from sim_group where tenant_id = $1 and coverage = $2 and id = $3"
                                + " for key share",
                        tenantId,
                        coverage.code(),
                        groupId)
                .one(row -> row.string(0))
                .invoke(found -> {
                    if (found == null) {
                        throw new DomainException(ErrorCode.GROUP_UNKNOWN, "There is no such group.");
                    }
                })
                .replaceWithVoid();
    }

    Uni<@Nullable GroupView> find(String tenantId, Coverage coverage, String groupId) {
        return Sql.named(
                        SELECT + " and g.id = :id",
                        Map.of("tenant", tenantId, "coverage", coverage.code(), "id", groupId))
                .one(row -> row.string(0))
                .map(row -> row == null ? null : view(row));
    }

    /** Finds the group as {@link #find} does and locks it for a change. SIMs may be put into it meanwhile. */
    Uni<@Nullable GroupView> lock(String tenantId, Coverage coverage, String groupId) {
        return Sql.of(
                        "select cast(row_to_json(g) as text) from sim_group g"
                                + " where tenant_id = $1 and coverage = $2 and id = $3"
                                + " for no key update",
                        tenantId,
                        coverage.code(),
                        groupId)
                .one(row -> row.string(0))
                .map(row -> row == null ? null : view(row));
    }

    /** Writes the columns of a group that may change. */
    Uni<Void> update(GroupView group) {
        return Sql.of(
                        "update sim_group set tags = cast(cast($3 as text) as jsonb),"
                                + " configuration = cast(cast($4 as text) as jsonb), updated_at = $5"
                                + " where tenant_id = $1 and id = $2",
                        group.tenantId(),
                        group.groupId(),
                        JsonColumns.json(group.tags()).encode(),
                        encoded(group.configuration()),
                        group.updatedAt())
                .update()
                .replaceWithVoid();
    }

    /** A configuration as it is stored. */
    static String encoded(Map<String, Map<String, Object>> configuration) {
        JsonObject object = new JsonObject();
        configuration.forEach((namespace, parameters) -> object.put(namespace, new JsonObject(parameters)));
        return object.encode();
    }

    private static Map<String, Map<String, Object>> configuration(JsonObject row) {
        Map<String, Map<String, Object>> configuration = new TreeMap<>();
        row.forEach(entry -> configuration.put(entry.getKey(), ((JsonObject) entry.getValue()).getMap()));
        return configuration;
    }

    /** Groups in the order of their ids, beginning after {@code after}. */
    Uni<Slice<GroupView>> page(
            String tenantId, Coverage coverage, SimFilter.@Nullable TagFilter tag, @Nullable String after, int size) {
        Map<String, Object> parameters = new HashMap<>(Map.of("tenant", tenantId, "coverage", coverage.code()));
        StringBuilder sql = new StringBuilder(SELECT);
        if (tag != null) {
            sql.append(" and ").append(tag.sql("g.tags", ":tagName", ":tagValue"));
            parameters.putAll(Map.of("tagName", tag.name(), "tagValue", tag.value()));
        }
        if (after != null) {
            sql.append(" and g.id > :after");
            parameters.put("after", after);
        }
        parameters.put("shown", size + 1);
        return Sql.named(sql.append(" order by g.id limit :shown").toString(), parameters)
                .list(row -> view(row.string(0)))
                .map(rows -> new Slice<>(rows.subList(0, Math.min(size, rows.size())), rows.size() > size));
    }

    Uni<Void> insert(GroupView group) {
        return Sql.of(
                        "insert into sim_group (tenant_id, id, coverage, tags, created_at, updated_at)"
                                + " values ($1, $2, $3, cast(cast($4 as text) as jsonb), $5, $5)",
                        group.tenantId(),
                        group.groupId(),
                        group.coverage().code(),
                        JsonColumns.json(group.tags()).encode(),
                        group.createdAt())
                .update()
                .replaceWithVoid();
    }

    /** Deletes the group; false when there is none. */
    Uni<Boolean> delete(String tenantId, Coverage coverage, String groupId) {
        return Sql.of(
                        "delete from sim_group where tenant_id = $1 and coverage = $2 and id = $3",
                        tenantId,
                        coverage.code(),
                        groupId)
                .update()
                .map(deleted -> deleted == 1);
    }

    /**
     * Counts the SIMs whose rows name the group, up to {@code most}. Once the group is deleted, no further SIM can
     * enter it: a transaction that puts a SIM into a group locks the group.
     */
    Uni<Integer> count(String tenantId, String groupId, int most) {
        return members(tenantId, groupId, most).map(List::size);
    }

    private static Uni<List<String>> members(String tenantId, String groupId, int most) {
        return Sql.of(MEMBERS, tenantId, groupId, most).list(row -> row.string(0));
    }

    /**
     * Takes the next SIMs out of a group that was deleted. Readers stopped seeing them in it when it was deleted.
     *
     * @return whether there may be more
     */
    Uni<Boolean> empty(String tenantId, String groupId, Instant at) {
        return members(tenantId, groupId, PAGE)
                .call(ids -> sims.lockRows(tenantId, ids)
                        .chain(there -> Sql.of(LEAVE, tenantId, String.join(",", there), groupId, at)
                                .update()))
                .map(ids -> ids.size() == PAGE);
    }

    /**
     * Deletes groups of a tenant that was purged.
     *
     * @return whether there may be more
     */
    Uni<Boolean> deleteOf(String tenantId) {
        return Sql.of(
                        "delete from sim_group where ctid ="
                                + " any(array(select ctid from sim_group where tenant_id = $1 limit $2))",
                        tenantId,
                        PAGE)
                .update()
                .map(deleted -> deleted == PAGE);
    }

    private static GroupView view(String text) {
        JsonObject row = new JsonObject(text);
        return new GroupView(
                row.getString("tenant_id"),
                Coverage.of(row.getString("coverage")),
                row.getString("id"),
                JsonColumns.map(row.getJsonObject("tags")),
                configuration(row.getJsonObject("configuration")),
                JsonColumns.requiredInstant(row, "created_at"),
                JsonColumns.requiredInstant(row, "updated_at"));
    }
}
