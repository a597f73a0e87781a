package io.curfew.people;

import io.curfew.access.Target;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of what people may do, written in the caller's transaction. */
@ApplicationScoped
class UserAccess {
    private static final String GRANT = """
            insert into user_role
                (tenant_id, user_id, role, customer_tenant_id, customer_id, account_ids, link_permission)
            select $1, $2, r.role, r.tenant, r.customer,
                case when r.restricted then array(select jsonb_array_elements_text(r.accounts)) end,
                r.link
            from jsonb_to_recordset(cast(cast($3 as text) as jsonb))
                as r (role text, tenant text, customer text, restricted boolean, accounts jsonb, link text)
            """;

    /** Gives roles to a person who has none of them. */
    Uni<Void> grant(String tenantId, String userId, List<RoleGrant> roles) {
        JsonArray rows = new JsonArray();
        for (RoleGrant role : roles) {
            rows.add(new JsonObject()
                    .put("role", role.role().name())
                    .put("tenant", role.customerTenantId())
                    .put("customer", role.customerId())
                    .put("restricted", role.restricted())
                    .put("accounts", new JsonArray(List.copyOf(role.accountIds())))
                    .put("link", name(role.linkPermission())));
        }
        return Sql.of(GRANT, tenantId, userId, rows.encode()).update().replaceWithVoid();
    }

    private static @Nullable String name(@Nullable LinkPermission permission) {
        return permission == null ? null : permission.name();
    }

    /** Whether the person of that number has one of these roles at the customer. */
    Uni<Boolean> holds(String userId, String customerTenantId, Set<CustomerRole> roles) {
        return Sql.of(
                        "select count(*) from directory d"
                                + " join user_role r on r.tenant_id = d.tenant_id and r.user_id = d.target_id"
                                + " where d.id = $1 and d.kind = 'USER' and r.customer_tenant_id = $2"
                                + " and r.role = any(string_to_array($3, ','))",
                        userId,
                        customerTenantId,
                        roles.stream().map(Enum::name).collect(Collectors.joining(",")))
                .exactlyOne(row -> row.number(0))
                .map(count -> count > 0);
    }

    /** The person of that number as something to be done with; null when the tree has nobody of it. */
    Uni<Target.@Nullable Person> target(String tenantId, String userId) {
        return Sql.of(
                        "select u.account_manager as manager, array(select r.customer_tenant_id from user_role r"
                                + " where r.tenant_id = u.tenant_id and r.user_id = u.id) as trees"
                                + " from login_user u where u.tenant_id = $1 and u.id = $2",
                        tenantId,
                        userId)
                .one(row -> {
                    Set<String> trees = new HashSet<>(row.strings("trees"));
                    trees.add(tenantId);
                    return new Target.Person(userId, trees, row.bool("manager"));
                });
    }

    /** Takes all roles of one person away. */
    Uni<Void> revoke(String tenantId, String userId) {
        return Sql.of("delete from user_role where tenant_id = $1 and user_id = $2", tenantId, userId)
                .update()
                .replaceWithVoid();
    }

    /** Takes all roles of these users of a tree away. */
    Uni<Void> revokeAll(String tenantId, List<String> userIds) {
        return Sql.of("delete from user_role where tenant_id = $1 and user_id = any($2)", tenantId, userIds)
                .update()
                .replaceWithVoid();
    }
}
