package io.curfew.security;

import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Remembered answers hold names and tokens: they go with the account they were given about. */
@ApplicationScoped
class IdempotencyParticipant implements LifecycleParticipant {
    private static final int PAGE = 1000;

    @Override
    public int order() {
        return 800;
    }

    @Override
    public String name() {
        return "answers";
    }

    @Override
    public Uni<@Nullable String> purge(EndingAccount account, @Nullable String after) {
        return Sql.of("""
                                delete from idempotency_key where ctid = any(array(
                                    select ctid from idempotency_key
                                    where tenant_id = $1 and account_id = $2 limit $3))
                                """, account.tenantId(), account.accountId(), PAGE)
                .update()
                .map(deleted -> deleted == PAGE ? "" : null);
    }
}
