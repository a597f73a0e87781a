package io.curfew.operators;

import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of roles, and of the users who have them. Every method works in the caller's session. */
@ApplicationScoped
class SamRoles {
    private static final String SHOWN = "select r.id, r.description, r.permission, r.created_at, r.updated_at";

    /** Inserts a role; tells whether its id was free. */
    @CheckReturnValue
    Uni<Boolean> insertIfFree(String tenantId, SamRoleView role) {
        return update("""
                insert into sam_role (tenant_id, id, description, permission, created_at, updated_at)
                values ($1, $2, $3, $4, $5, $5) on conflict (tenant_id, id) do nothing
                """, tenantId, role.id(), role.description(), role.permission(), role.createdAt());
    }

    /** Changes a role; tells whether there is one. */
    @CheckReturnValue
    Uni<Boolean> change(String tenantId, String id, String description, String permission, Instant at) {
        return update("""
                update sam_role set description = $3, permission = $4, updated_at = $5
                where tenant_id = $1 and id = $2
                """, tenantId, id, description, permission, at);
    }

    /** Deletes a role that no user has; tells whether there was one. */
    @CheckReturnValue
    Uni<Boolean> delete(String tenantId, String id) {
        return update("delete from sam_role where tenant_id = $1 and id = $2", tenantId, id);
    }

    /** Holds a role still, so that it is not given while it goes; null when there is none. */
    @CheckReturnValue
    Uni<@Nullable SamRoleView> lock(String tenantId, String id) {
        return one(SHOWN + " from sam_role r where r.tenant_id = $1 and r.id = $2 for update", tenantId, id);
    }

    @CheckReturnValue
    Uni<@Nullable SamRoleView> find(String tenantId, String id) {
        return one(SHOWN + " from sam_role r where r.tenant_id = $1 and r.id = $2", tenantId, id);
    }

    @CheckReturnValue
    Uni<List<SamRoleView>> listOf(String tenantId) {
        return many(SHOWN + " from sam_role r where r.tenant_id = $1 order by r.id", tenantId);
    }

    @CheckReturnValue
    Uni<List<SamRoleView>> rolesOf(String tenantId, String userId) {
        return many(
                SHOWN + " from sam_user_role a join sam_role r on r.tenant_id = a.tenant_id and r.id = a.role_id"
                        + " where a.tenant_id = $1 and a.user_id = $2 order by r.id",
                tenantId,
                userId);
    }

    /** The roles of all users by user id, by role id. A role that many have is read once. */
    @CheckReturnValue
    Uni<Map<String, List<SamRoleView>>> rolesOfUsers(String tenantId) {
        return listOf(tenantId)
                .map(all -> all.stream().collect(Collectors.toMap(SamRoleView::id, role -> role)))
                .chain(byId -> Sql.of("""
                                select user_id, role_id from sam_user_role where tenant_id = $1
                                order by user_id, role_id
                                """, tenantId)
                        .list(row -> Map.entry(row.string(0), row.string(1)))
                        .map(rows -> rows.stream()
                                .filter(row -> byId.containsKey(row.getValue()))
                                .collect(Collectors.groupingBy(
                                        Map.Entry::getKey,
                                        Collectors.mapping(
                                                row -> Objects.requireNonNull(byId.get(row.getValue())),
                                                Collectors.toList())))));
    }

    /** Names of the users who have a role. */
    @CheckReturnValue
    Uni<List<String>> usersOf(String tenantId, String roleId) {
        return Sql.of(
                        "select u.name from sam_user_role a"
                                + " join sam_user u on u.tenant_id = a.tenant_id and u.id = a.user_id"
                                + " where a.tenant_id = $1 and a.role_id = $2 order by u.name",
                        tenantId,
                        roleId)
                .list(row -> row.string(0));
    }

    /** Gives a role to a user; one who already has it keeps it. */
    @CheckReturnValue
    Uni<Boolean> attach(String tenantId, String userId, String roleId, Instant at) {
        return update("""
                insert into sam_user_role (tenant_id, user_id, role_id, attached_at)
                values ($1, $2, $3, $4) on conflict do nothing
                """, tenantId, userId, roleId, at);
    }

    /** Takes a role from a user; tells whether the user had it. */
    @CheckReturnValue
    Uni<Boolean> detach(String tenantId, String userId, String roleId) {
        return update(
                "delete from sam_user_role where tenant_id = $1 and user_id = $2 and role_id = $3",
                tenantId,
                userId,
                roleId);
    }

    /** Takes all its roles from a user. */
    @CheckReturnValue
    Uni<Void> detachAll(String tenantId, String userId) {
        return update("delete from sam_user_role where tenant_id = $1 and user_id = $2", tenantId, userId)
                .replaceWithVoid();
    }

    /** What every user may do; null for nothing. */
    @CheckReturnValue
    Uni<@Nullable String> defaultPermission(String tenantId) {
        return Sql.of("select permission from sam_default_permission where tenant_id = $1", tenantId)
                .one(row -> row.string(0));
    }

    /** Sets what every user may do. */
    @CheckReturnValue
    Uni<Boolean> setDefaultPermission(String tenantId, String permission, Instant at) {
        return update("""
                insert into sam_default_permission (tenant_id, permission, updated_at) values ($1, $2, $3)
                on conflict (tenant_id) do update set permission = excluded.permission, updated_at = excluded.updated_at
                """, tenantId, permission, at);
    }

    /** Takes away what every user may do; tells whether anything was set. */
    @CheckReturnValue
    Uni<Boolean> deleteDefaultPermission(String tenantId) {
        return update("delete from sam_default_permission where tenant_id = $1", tenantId);
    }

    private static Uni<Boolean> update(String sql, Object... values) {
        return Sql.of(sql, values).update().map(updated -> updated > 0);
    }

    private static Uni<@Nullable SamRoleView> one(String sql, Object... values) {
        return Sql.of(sql, values).one(SamRoles::view);
    }

    private static Uni<List<SamRoleView>> many(String sql, Object... values) {
        return Sql.of(sql, values).list(SamRoles::view);
    }

    private static SamRoleView view(Row row) {
        return new SamRoleView(row.string(0), row.string(1), row.string(2), row.instant(3), row.instant(4));
    }
}
