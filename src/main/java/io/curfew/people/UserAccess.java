package io.curfew.people;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
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
            select ?1, ?2, r.role, r.tenant, r.customer,
                case when jsonb_array_length(r.accounts) > 0
                    then array(select jsonb_array_elements_text(r.accounts)) end,
                r.link
            from jsonb_to_recordset(cast(cast(?3 as text) as jsonb))
                as r (role text, tenant text, customer text, accounts jsonb, link text)
            """;

    /** Gives roles to a person who has none of them. */
    Uni<Void> grant(String tenantId, String userId, List<RoleGrant> roles) {
        JsonArray rows = new JsonArray();
        for (RoleGrant role : roles) {
            rows.add(new JsonObject()
                    .put("role", role.role().name())
                    .put("tenant", role.customerTenantId())
                    .put("customer", role.customerId())
                    .put("accounts", new JsonArray(List.copyOf(role.accountIds())))
                    .put("link", name(role.linkPermission())));
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(GRANT)
                        .setParameter(1, tenantId)
                        .setParameter(2, userId)
                        .setParameter(3, rows.encode())
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static @Nullable String name(@Nullable LinkPermission permission) {
        return permission == null ? null : permission.name();
    }

    /** Whether the person of that number has one of these roles at the customer. */
    Uni<Boolean> holds(String userId, String customerTenantId, Set<CustomerRole> roles) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select count(*) from directory d"
                                        + " join user_role r on r.tenant_id = d.tenant_id and r.user_id = d.target_id"
                                        + " where d.id = ?1 and d.kind = 'USER' and r.customer_tenant_id = ?2"
                                        + " and r.role = any(string_to_array(?3, ','))",
                                Long.class)
                        .setParameter(1, userId)
                        .setParameter(2, customerTenantId)
                        .setParameter(3, roles.stream().map(Enum::name).collect(Collectors.joining(",")))
                        .getSingleResult())
                .map(count -> count > 0);
    }

    /** Whether what the person does reaches beyond their own tree; false when the tree has nobody of that number. */
    Uni<Boolean> reachesBeyond(String tenantId, String userId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select count(*) from login_user u where u.tenant_id = ?1 and u.id = ?2 and "
                                        + UserRows.BEYOND,
                                Long.class)
                        .setParameter(1, tenantId)
                        .setParameter(2, userId)
                        .getSingleResult())
                .map(count -> count > 0);
    }

    /** Takes all roles of one person away. */
    Uni<Void> revoke(String tenantId, String userId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from user_role where tenant_id = ?1 and user_id = ?2")
                        .setParameter(1, tenantId)
                        .setParameter(2, userId)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Takes all roles of everybody of a tree away. */
    Uni<Void> revokeAll(String tenantId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("delete from user_role where tenant_id = ?1")
                        .setParameter(1, tenantId)
                        .executeUpdate())
                .replaceWithVoid();
    }
}
