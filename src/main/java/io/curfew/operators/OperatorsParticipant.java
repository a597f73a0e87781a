package io.curfew.operators;

import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** An operator's users, roles and sessions go with its main account. */
@ApplicationScoped
class OperatorsParticipant implements LifecycleParticipant {
    @Override
    public int order() {
        return 920;
    }

    @Override
    public String name() {
        return "operators";
    }

    /**
     * This takes two statements: the parts of a single one, and its foreign keys, would see the rows as they were
     * before it.
     */
    @Override
    public Uni<@Nullable String> purge(EndingAccount account, @Nullable String after) {
        String tenantId = account.tenantId();
        if (!account.accountId().equals(tenantId)) {
            return Uni.createFrom().nullItem();
        }
        return Sql.of("""
                        with sessions as (delete from operator_session where tenant_id = $1),
                        frozen as (delete from sam_permission_set where tenant_id = $1),
                        defaults as (delete from sam_default_permission where tenant_id = $1)
                        delete from sam_user_role where tenant_id = $1
                        """, tenantId)
                .update()
                .chain(() -> Sql.of("""
                                with roles as (delete from sam_role where tenant_id = $1)
                                delete from sam_user where tenant_id = $1
                                """, tenantId).update())
                .replaceWith((String) null);
    }
}
