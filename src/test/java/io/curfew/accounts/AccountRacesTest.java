package io.curfew.accounts;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Race;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real concurrency on the real database: one winner, no half state. */
@CurfewTest
class AccountRacesTest {
    private static final int FEW = 25;
    private static final int MANY = 1000;

    @Inject
    Accounts accounts;

    @Inject
    AccountService service;

    @Inject
    WorkRunner runner;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @Test
    void closingAgainstCreatingInside() {
        closeAgainstCreate(FEW);
    }

    @Test
    @Tag("slow")
    void closingAgainstCreatingInsideManyTimes() {
        closeAgainstCreate(MANY);
    }

    /** A main account is closed while it gets a subaccount: no open child is ever left behind. */
    private void closeAgainstCreate(int rounds) {
        for (int round = 0; round < rounds; round++) {
            // Given
            Credentials main = accounts.main();
            // When
            List<Race.Result<AccountView>> results = Race.run(
                    () -> service.change(
                            ChangeAccount.to(LifecycleStatus.CLOSED, main.sid(), main.sid(), Accounts.PLATFORM)),
                    () -> service.open(new OpenAccount.Sub("late", main.sid(), main.sid(), Accounts.PLATFORM)));
            // Then
            assertThat(results.get(0).failure()).isNull();
            boolean created = results.get(1).failure() == null;
            if (!created) {
                assertRefused(results.get(1), ErrorCode.ACCOUNT_NOT_ACTIVE);
            }
            assertThat(database.count("select count(*) from account where parent_id = $1", main.sid()))
                    .isEqualTo(created ? 1 : 0);
            await(runner::runDue);
            assertThat(database.count(
                            "select count(*) from account where tenant_id = $1 and status <> 'CLOSED'", main.sid()))
                    .isZero();
            assertThat(database.count("select open from subaccount_count where tenant_id = $1", main.sid()))
                    .isZero();
        }
    }

    @Test
    void twoCreatorsOfTheLastSubaccount() {
        lastSubaccount(FEW);
    }

    @Test
    @Tag("slow")
    void twoCreatorsOfTheLastSubaccountManyTimes() {
        lastSubaccount(MANY);
    }

    private void lastSubaccount(int rounds) {
        for (int round = 0; round < rounds; round++) {
            // Given a trial account, which holds one
            Credentials main = accounts.main(AccountType.TRIAL);
            OpenAccount.Sub command = new OpenAccount.Sub("only", main.sid(), main.sid(), Accounts.PLATFORM);
            // When
            List<Race.Result<AccountView>> results = Race.run(() -> service.open(command), () -> service.open(command));
            // Then
            assertThat(results.stream().filter(result -> result.failure() == null))
                    .hasSize(1);
            results.stream()
                    .filter(result -> result.failure() != null)
                    .forEach(result -> assertRefused(result, ErrorCode.SUBACCOUNT_LIMIT));
            assertThat(database.count("select count(*) from account where parent_id = $1", main.sid()))
                    .isOne();
            assertThat(database.count(
                            "select count(*) from directory where tenant_id = $1 and kind = 'ACCOUNT'", main.sid()))
                    .isEqualTo(2);
        }
    }

    @Test
    void purgeAgainstRead() {
        purgeAgainstRead(FEW);
    }

    @Test
    @Tag("slow")
    void purgeAgainstReadManyTimes() {
        purgeAgainstRead(MANY);
    }

    /** Once its instant has come nobody sees the account or a part of it, whether the worker was there or not. */
    private void purgeAgainstRead(int rounds) {
        for (int round = 0; round < rounds; round++) {
            // Given
            Credentials main = accounts.main();
            Credentials sub = accounts.sub(main);
            await(() ->
                    service.change(ChangeAccount.to(LifecycleStatus.CLOSED, main.sid(), sub.sid(), Accounts.PLATFORM)));
            clock.advance(Duration.ofDays(30));
            // When
            List<Race.Result<Object>> results = Race.run(
                    () -> runner.runDue().map(done -> (Object) done),
                    () -> service.get(main.sid(), sub.sid()).map(view -> (Object) view),
                    () -> service.list(new AccountFilter(main.sid(), null, null, null), PageRequest.first(10))
                            .map(page -> (Object)
                                    page.items().stream().map(AccountView::id).toList()),
                    () -> service.change(ChangeAccount.rename(main.sid(), sub.sid(), "late", Accounts.PLATFORM))
                            .map(view -> (Object) view));
            // Then
            assertThat(results.get(0).failure()).isNull();
            assertRefused(results.get(1), ErrorCode.NOT_FOUND);
            assertThat(results.get(2).item()).isEqualTo(List.of(main.sid()));
            assertRefused(results.get(3), ErrorCode.NOT_FOUND);
            assertThat(database.count(
                            "select count(*) from audit_entry where account_id = $1 and action = 'account.purged'",
                            sub.sid()))
                    .isOne();
        }
    }

    private static void assertRefused(Race.Result<?> result, ErrorCode code) {
        assertThat(result.failure())
                .isInstanceOfSatisfying(
                        DomainException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
