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
    private static final int PAGE = 500;

    // Tokens would go with their sessions, however many these have.
    private static final String PAGE_OF_TOKENS = """
            delete from operator_token where ctid = any(array(
                select ctid from operator_token where tenant_id = $1 limit $2))
            """;

    private static final String PAGE_OF_SESSIONS = """
            with sessions as (
                delete from operator_session where ctid = any(array(
                    select ctid from operator_session where tenant_id = $1 limit $2)) returning 1),
            frozen as (
                delete from sam_permission_set where ctid = any(array(
                    select ctid from sam_permission_set where tenant_id = $1 limit $2)) returning 1)
            select greatest((select count(*) from sessions), (select count(*) from frozen))
            """;

    @Override
    public int order() {
        return 920;
    }

    @Override
    public String name() {
        return "operators";
    }

    /**
     * First a page of tokens, of which each renewal makes one, then of sessions, of which each login makes one; what is left
     * after the last is bounded by {@link SamLimits}.
     */
    @Override
    public Uni<@Nullable String> purge(EndingAccount account, @Nullable String after) {
        String tenantId = account.tenantId();
        return account.accountId().equals(tenantId)
                ? Sql.of(PAGE_OF_TOKENS, tenantId, PAGE)
                        .update()
                        .chain(tokens -> tokens == PAGE ? Uni.createFrom().item("") : purgeSessions(tenantId))
                : Uni.createFrom().nullItem();
    }

    private static Uni<@Nullable String> purgeSessions(String tenantId) {
        return Sql.of(PAGE_OF_SESSIONS, tenantId, PAGE)
                .exactlyOne(row -> row.number(0))
                .chain(most -> most == PAGE ? Uni.createFrom().item("") : purgeUsers(tenantId));
    }

    /**
     * This takes two statements: the parts of a single one, and its foreign keys, would see the rows as they were
     * before it.
     */
    private static Uni<@Nullable String> purgeUsers(String tenantId) {
        return Sql.of("""
                        with defaults as (delete from sam_default_permission where tenant_id = $1)
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
