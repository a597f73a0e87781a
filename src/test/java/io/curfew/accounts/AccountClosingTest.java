package io.curfew.accounts;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.curfew.access.Reach;
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
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        // When: the main account looks again for what is left of its subaccount after a minute
        await(runner::runDue);
        clock.advance(Duration.ofMinutes(1));
        await(runner::runDue);
        // Then
        assertThat(database.count("select count(*) from account where tenant_id = $1", main.sid()))
                .isZero();
        assertThat(database.count("select count(*) from tombstone where tenant_id = $1", main.sid()))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void subaccountIsGoneWithItsMainAccountAndHasOneTombstone(boolean worked) {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        move(main, LifecycleStatus.CLOSED);
        if (worked) {
            clock.advance(Duration.ofMinutes(1));
            await(runner::runDue);
            assertThat(database.rows(
                            "select s.status, s.closed_at = m.closed_at, s.purge_at = m.purge_at from account s"
                                    + " join account m on m.tenant_id = s.tenant_id and m.id = s.tenant_id"
                                    + " where s.id = $1",
                            sub.sid()))
                    .containsExactly(List.of("CLOSED", true, true));
        }
        List<Object> due = database.column("select purge_at from account where id = $1", main.sid());
        // When
        clock.advance(Duration.ofDays(31));
        Map<String, Object> before = tombstone(main, sub);
        await(runner::runDue);
        clock.advance(Duration.ofMinutes(1));
        await(runner::runDue);
        // Then
        assertThat(before)
                .containsEntry(
                        "purgedAt", ((OffsetDateTime) due.get(0)).toInstant().toString());
        assertThat(database.count("select count(*) from account where tenant_id = $1", main.sid()))
                .isZero();
        assertThat(tombstone(main, sub)).isEqualTo(before);
    }

    /** What a reader of the purged account is told. */
    private Map<String, Object> tombstone(Credentials main, Credentials account) {
        DomainException refusal = catchThrowableOfType(
                DomainException.class, () -> await(() -> service.resolve(account.sid(), new Reach(main.sid(), null))));
        assertThat(refusal.code()).isEqualTo(ErrorCode.PURGED);
        return refusal.error().details();
    }

    @Test
    void manySessionsAndUsersOfATreeArePurgedByPages() {
        // Given
        Credentials main = accounts.main();
        database.execute(
                "insert into operator_session (tenant_id, id, credential_id, created_at, expires_at)"
                        + " select $1, 'session-' || n, 'key', now(), now() + interval '1 day'"
                        + " from generate_series(1, 1100) n",
                main.sid());
        database.execute(
                "insert into operator_token (tenant_id, session_id, token_hash, created_at, expires_at)"
                        + " select tenant_id, id, convert_to(id, 'UTF8'), created_at, expires_at from operator_session"
                        + " where tenant_id = $1",
                main.sid());
        database.execute(
                "insert into login_user (tenant_id, id, email, role, created_at, updated_at, version)"
                        + " select $1, '99' || n, 'user' || n || '@' || lower($1) || '.example', 'MEMBER', now(), now(), 0"
                        + " from generate_series(100001, 100450) n",
                main.sid());
        move(main, LifecycleStatus.CLOSED);
        clock.advance(Duration.ofDays(31));
        // When: the purge waits some seconds for its pages
        for (int i = 0; i < 3; i++) {
            await(runner::runDue);
            clock.advance(Duration.ofMinutes(1));
        }
        // Then
        for (String table :
                List.of("account", "operator_session", "operator_token", "login_user", "user_role", "lifecycle_work")) {
            assertThat(database.count("select count(*) from " + table + " where tenant_id = $1", main.sid()))
                    .as(table)
                    .isZero();
        }
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
