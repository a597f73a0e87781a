package io.curfew.identity;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What SAM users may do: the operator's default, their roles' and their own permissions together. */
@ApplicationScoped
class SamPermissions {
    /** The user's permission documents at this instant. Needs a session. */
    @CheckReturnValue
    Uni<List<String>> effective(String tenantId, String userId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select permission from sam_default_permission where tenant_id = ?1
                                union all
                                select r.permission from sam_user_role a
                                join sam_role r on r.tenant_id = a.tenant_id and r.id = a.role_id
                                where a.tenant_id = ?1 and a.user_id = ?2
                                union all
                                select permission from sam_user
                                where tenant_id = ?1 and id = ?2 and permission is not null
                                """, String.class)
                        .setParameter(1, tenantId)
                        .setParameter(2, userId)
                        .getResultList());
    }

    /** The main account of an operator; null when there is no such operator. Needs a session. */
    @CheckReturnValue
    Uni<@Nullable String> tenantOf(String operatorId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select tenant_id from directory where id = ?1 and kind = 'OPERATOR'", String.class)
                        .setParameter(1, operatorId)
                        .getSingleResultOrNull());
    }
}
