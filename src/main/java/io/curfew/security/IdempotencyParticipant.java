package io.curfew.security;

import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Remembered answers hold names and tokens: they go with the account they were given about. */
@ApplicationScoped
class IdempotencyParticipant implements LifecycleParticipant {
    @Override
    public int order() {
        return 800;
    }

    @Override
    public Uni<Map<String, Long>> onClosing(EndingAccount account) {
        return Uni.createFrom().item(Map.of());
    }

    @Override
    public Uni<Void> onPurging(EndingAccount account) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from idempotency_key where tenant_id = ?1 and account_id = ?2")
                        .setParameter(1, account.tenantId())
                        .setParameter(2, account.accountId())
                        .executeUpdate()
                        .replaceWithVoid());
    }
}
