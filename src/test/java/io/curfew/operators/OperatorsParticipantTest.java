package io.curfew.operators;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.events.Actor;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.SettableClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@CurfewTest
class OperatorsParticipantTest {
    @Inject
    Operators operators;

    @Inject
    OperatorsParticipant participant;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    /** No statement takes more than a page along, however many tokens one session has. */
    @Test
    void tokensArePurgedByPagesBeforeTheirSessions() {
        // Given
        Operator operator = operators.operator();
        database.execute(
                "insert into operator_session (tenant_id, id, credential_id, created_at, expires_at)"
                        + " values ($1, 'session', 'key', now(), now() + interval '1 day')",
                operator.sid());
        database.execute(
                "insert into operator_token (tenant_id, session_id, token_hash, created_at, expires_at)"
                        + " select $1, 'session', convert_to('token-' || n, 'UTF8'), now(), now() + interval '1 day'"
                        + " from generate_series(1, 1100) n",
                operator.sid());
        EndingAccount account = new EndingAccount(operator.sid(), operator.sid(), clock.now(), Actor.worker("purge"));
        List<List<Long>> left = new ArrayList<>();
        @Nullable String after = null;
        // When
        do {
            @Nullable String from = after;
            after = await(() -> Panache.withTransaction(() -> participant.purge(account, from)));
            left.add(List.of(count("operator_token", operator), count("operator_session", operator)));
        } while (after != null);
        // Then
        assertThat(left).containsExactly(List.of(600L, 1L), List.of(100L, 1L), List.of(0L, 0L));
    }

    private long count(String table, Operator operator) {
        return database.count("select count(*) from " + table + " where tenant_id = $1", operator.sid());
    }
}
