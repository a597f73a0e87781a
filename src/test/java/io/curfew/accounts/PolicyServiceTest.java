package io.curfew.accounts;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@CurfewTest
class PolicyServiceTest {
    private static final Duration WEEK = Duration.ofDays(7);

    @Inject
    Accounts accounts;

    @Inject
    AccountService service;

    @Inject
    PolicyService policies;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @Test
    void factsOfAnEventAreAnObject() {
        // When
        Credentials main = accounts.main();
        // Then
        assertThat(database.rows(
                        "select jsonb_typeof(data), data->>'type' from outbox_event where account_id = $1", main.sid()))
                .containsExactly(List.of("object", "FULL"));
        assertThat(database.rows(
                        "select jsonb_typeof(detail), detail->>'type' from audit_entry where account_id = $1",
                        main.sid()))
                .containsExactly(List.of("object", "FULL"));
    }

    @Test
    void switchingOnAnnouncesEveryAccountClosedEarlier() {
        // Given
        Credentials main = accounts.main();
        Credentials first = accounts.sub(main);
        Credentials second = accounts.sub(main);
        Credentials open = accounts.sub(main);
        set(main, false);
        close(main, first);
        close(main, second);
        clock.advance(Duration.ofDays(60));
        // When
        Instant before = clock.now();
        set(main, true);
        // Then
        for (Credentials closed : List.of(first, second)) {
            assertThat(facts(closed, "account.purge-announced", "notBefore")).hasSize(1);
            Instant notBefore = Instant.parse((String)
                    facts(closed, "account.purge-announced", "notBefore").get(0));
            assertThat(notBefore).isBetween(before.plus(WEEK), before.plus(WEEK).plusSeconds(1));
            assertThat(audited(closed, "account.purge-announced")).isEqualTo(1);
            assertThat(work(closed)).isEqualTo(1);
        }
        assertThat(facts(open, "account.purge-announced", "notBefore")).isEmpty();
        assertThat(work(open)).isZero();
    }

    @Test
    void switchingOffCallsEveryPurgeOff() {
        // Given
        Credentials main = accounts.main();
        Credentials first = accounts.sub(main);
        Credentials second = accounts.sub(main);
        close(main, first);
        close(main, second);
        // When
        set(main, false);
        // Then
        for (Credentials closed : List.of(first, second)) {
            assertThat(audited(closed, "account.purge-called-off")).isEqualTo(1);
            assertThat(database.column(
                            "select jsonb_typeof(data) from outbox_event"
                                    + " where subject = $1 and type = 'account.purge-called-off'",
                            closed.sid()))
                    .containsExactly("object");
            assertThat(work(closed)).isZero();
        }
    }

    private void set(Credentials main, boolean on) {
        await(() -> policies.set(new SetPolicy(main.sid(), on, WEEK, null, Accounts.PLATFORM)));
    }

    private void close(Credentials main, Credentials sub) {
        await(() -> service.change(ChangeAccount.to(LifecycleStatus.CLOSED, main.sid(), sub.sid(), Accounts.PLATFORM)));
    }

    private List<Object> facts(Credentials account, String type, String fact) {
        return database.column(
                "select data->>'" + fact + "' from outbox_event where account_id = $1 and type = $2",
                account.sid(),
                type);
    }

    private long audited(Credentials account, String action) {
        return database.count(
                "select count(*) from audit_entry where account_id = $1 and action = $2", account.sid(), action);
    }

    private long work(Credentials account) {
        return database.count(
                "select count(*) from lifecycle_work where target_id = $1 and kind = 'account-purge'", account.sid());
    }
}
