package io.curfew.accounts;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.Inspection;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked before a closing, and how a tree ends that nobody has worked on for long. */
@CurfewTest
class AccountClosingTest {
    @Inject
    Accounts accounts;

    @Inject
    AccountService service;

    @Inject
    Participants participants;

    @Inject
    WorkRunner runner;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @Test
    void inspectingWritesNothing() {
        // Given
        Credentials main = accounts.main();
        List<List<Object>> before = everything(main);
        // When
        Map<String, Inspection> found = await(() -> Panache.withTransaction(
                () -> participants.inspect(new EndingAccount(main.sid(), main.sid(), clock.now(), Accounts.PLATFORM))));
        // Then
        assertThat(found)
                .containsKeys("numbers", "sims", "advertising", "answers", "identity")
                .containsEntry("numbers", Inspection.NOTHING);
        assertThat(everything(main)).isEqualTo(before);
    }

    private List<List<Object>> everything(Credentials main) {
        return database.rows(
                "select (select json_agg(a order by a.id)::text from account a where a.tenant_id = $1),"
                        + " (select count(*) from lifecycle_work where tenant_id = $1),"
                        + " (select count(*) from audit_entry where tenant_id = $1),"
                        + " (select count(*) from outbox_event where tenant_id = $1)",
                main.sid());
    }

    @Test
    void subaccountIsClosedThoughItsMainAccountsPurgeIsDue() {
        // Given: nobody works from the closing to the purge
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        move(main, LifecycleStatus.CLOSED);
        clock.advance(Duration.ofDays(31));
        // When
        await(runner::runDue);
        // Then
        assertThat(database.column("select status from account where id = $1", sub.sid()))
                .containsExactly("CLOSED");
        // When
        clock.advance(Duration.ofDays(31));
        await(runner::runDue);
        clock.advance(Duration.ofMinutes(1));
        await(runner::runDue);
        // Then
        assertThat(database.count("select count(*) from account where tenant_id = $1", main.sid()))
                .isZero();
        assertThat(database.count("select count(*) from tombstone where tenant_id = $1", main.sid()))
                .isEqualTo(2);
    }

    @Test
    void nothingIsMadeUnderAnAccountThatIsNotActiveAndWhyIsTold() {
        // Given
        Credentials suspended = accounts.main();
        Credentials closed = accounts.main();
        Credentials gone = accounts.main();
        move(suspended, LifecycleStatus.SUSPENDED);
        move(gone, LifecycleStatus.CLOSED);
        clock.advance(Duration.ofDays(31));
        move(closed, LifecycleStatus.CLOSED);
        // When, Then
        assertThat(refusal(suspended)).isEqualTo(ErrorCode.ACCOUNT_NOT_ACTIVE);
        assertThat(refusal(closed)).isEqualTo(ErrorCode.ACCOUNT_NOT_ACTIVE);
        assertThat(refusal(gone)).isEqualTo(ErrorCode.NOT_FOUND);
        for (Credentials main : List.of(suspended, closed, gone)) {
            assertThat(database.count("select count(*) from account where tenant_id = $1", main.sid()))
                    .isEqualTo(1);
            assertThat(database.count(
                            "select count(*) from directory where tenant_id = $1 and kind = 'ADVERTISER_ACCOUNT'",
                            main.sid()))
                    .isZero();
        }
    }

    private void move(Credentials main, LifecycleStatus status) {
        await(() -> service.change(ChangeAccount.to(status, main.sid(), main.sid(), Accounts.PLATFORM)));
    }

    private ErrorCode refusal(Credentials main) {
        return catchThrowableOfType(DomainException.class, () -> accounts.sub(main))
                .code();
    }
}
