package io.curfew.numbers;

import static io.curfew.numbers.NumberDesk.ACTOR;
import static io.curfew.numbers.NumberDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.ErrorCode;
import io.curfew.numbers.NumberDesk.Stock;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Database.Stranger;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of numbers when their account is closed and purged. */
@CurfewTest
class NumberClosingTest {
    @Inject
    NumberDesk desk;

    @Inject
    NumberService numbers;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    @Test
    void closingReleasesFromTheCommitOn() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, sub);
        // When
        desk.close(main, sub);
        // Then, before any work has run
        assertThat(desk.held(main, sub)).isEmpty();
        assertThat(refusal(() -> await(() -> numbers.get(main.sid(), sub.sid(), number.id()))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> desk.change(ChangeNumber.transfer(number, main.sid(), ACTOR))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> desk.release(number))).contains(ErrorCode.NOT_FOUND);
        assertThat(desk.work(number.id())).containsExactly("number-charge");
        assertThat(releases(main)).containsExactly(sub.sid() + "@numbers");
        // When
        desk.runDue();
        // Then
        assertThat(desk.inUse(number.phoneNumber())).isEmpty();
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.quarantined(main.sid()));
        assertThat(desk.work(number.id())).containsExactly("number-quarantine");
        assertThat(desk.events(number.id())).containsExactly("number.assigned", "number.released");
        assertThat(database.rows(
                        "select n.released_at = a.closed_at, i.quarantined_until = a.closed_at + interval '240 hours'"
                                + " from phone_number n join account a on a.tenant_id = n.tenant_id"
                                + " and a.id = n.account_id join number_inventory i on i.quarantine_id = n.id"
                                + " where n.id = $1",
                        number.id()))
                .containsExactly(List.of(true, true));
    }

    @Test
    void numberOfAClosedSubaccountIsReclaimedBeforeItsReleaseWorkHasRun() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials other = accounts.main();
        NumberView number = desk.buyAny(main, sub);
        desk.close(main, sub);
        assertThat(refusal(() -> desk.buy(other, other, number.phoneNumber()))).contains(ErrorCode.NUMBER_UNAVAILABLE);
        // When
        NumberView again = desk.buy(main, main, number.phoneNumber());
        desk.runDue();
        // Then
        assertThat(desk.inUse(number.phoneNumber())).isEqualTo(Map.of(again.id(), main.sid()));
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.assigned(again));
        assertThat(desk.events(number.id())).containsExactly("number.assigned", "number.released");
        assertThat(desk.events(again.id())).containsExactly("number.reclaimed");
    }

    @Test
    void closingTheMainAccountHidesItsSubaccountsNumbersAtOnce() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, sub);
        // When
        desk.close(main, main);
        // Then
        assertThat(desk.held(main, sub)).isEmpty();
        desk.runDue();
        assertThat(desk.stock(number.phoneNumber()).state()).isEqualTo("QUARANTINED");
    }

    @Test
    void purgeLeavesNoRowAndNoNumberBehind() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView held = desk.buyAny(main, sub);
        NumberView released = desk.buyAny(main, main);
        desk.release(released);
        desk.close(main, main);
        desk.runDue();
        // When
        clock.advance(Duration.ofDays(31));
        desk.runDue();
        clock.advance(Duration.ofMinutes(2)); // the main account waits for its subaccounts
        desk.runDue();
        // Then
        assertThat(database.count("select count(*) from account where tenant_id = $1", main.sid()))
                .isZero();
        assertThat(database.count("select count(*) from phone_number where tenant_id = $1", main.sid()))
                .isZero();
        assertThat(database.count("select count(*) from lifecycle_work where tenant_id = $1", main.sid()))
                .isZero();
        assertThat(database.count("select count(*) from number_inventory where holder_tenant_id = $1", main.sid()))
                .isZero();
        assertThat(desk.isForSale(held.phoneNumber())).isTrue();
        assertThat(desk.isForSale(released.phoneNumber())).isTrue();
    }

    @Test
    void purgeReleasesANumberAsOfTheClosingWhoseReleaseWasParked() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, sub);
        desk.close(main, sub);
        database.execute(
                "update lifecycle_work set state = 'PARKED' where tenant_id = $1 and kind <> 'account-purge'",
                main.sid());
        // When
        clock.advance(Duration.ofDays(30));
        desk.runDue();
        // Then
        assertThat(database.count("select count(*) from phone_number where account_id = $1", sub.sid()))
                .isZero();
        assertThat(desk.workOf(main.sid())).isEmpty();
        assertThat(desk.events(number.id()))
                .containsExactly("number.assigned", "number.released", "number.quarantine-ended");
        assertThat(desk.charged(number.id())).containsExactly(sub.sid());
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.AVAILABLE);
    }

    @Test
    void purgeLocksInTheOrderOfAWorkerWhoIsLateWithANumber() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, sub);
        desk.close(main, sub);
        clock.advance(Duration.ofDays(30));
        CompletableFuture<Void> purge;
        try (Stranger worker = database.stranger()) {
            worker.rows(
                    "select id from lifecycle_work where target_id = $1 order by kind desc for update", number.id());
            worker.rows("select id from phone_number where id = $1 for update", number.id());
            // When
            purge = CompletableFuture.runAsync(desk::runDue);
            Awaitility.await().until(() -> database.waiting() > 0);
            // Then
            assertThat(worker.rows(
                            "select state from number_inventory where phone_number = $1 for update",
                            number.phoneNumber()))
                    .containsExactly(List.of("ASSIGNED"));
        }
        purge.join();
        desk.runDue();
        assertThat(database.count("select count(*) from account where id = $1", sub.sid()))
                .isZero();
        assertThat(desk.work(number.id())).isEmpty();
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.AVAILABLE);
    }

    @Test
    void numbersOfALargeAccountAreReleasedByPages() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        List<NumberView> held = desk.freeNumbers(45).stream()
                .map(number -> desk.buy(main, sub, number))
                .toList();
        // When
        desk.close(main, sub);
        // Then
        assertThat(releases(main)).containsExactly(sub.sid() + "@numbers");
        // When
        desk.runDue();
        // Then
        held.forEach(number -> {
            assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.quarantined(main.sid()));
            assertThat(desk.events(number.id())).containsExactly("number.assigned", "number.released");
            assertThat(desk.work(number.id())).containsExactly("number-quarantine");
        });
        // When
        clock.advance(Duration.ofDays(30));
        desk.runDue();
        // Then
        assertThat(database.count("select count(*) from account where id = $1", sub.sid()))
                .isZero();
        assertThat(database.count("select count(*) from phone_number where account_id = $1", sub.sid()))
                .isZero();
    }

    /** Targets of the work that releases what accounts of the tree held. */
    private List<Object> releases(Credentials main) {
        return database.column(
                "select target_id from lifecycle_work where tenant_id = $1 and kind = 'account-release'", main.sid());
    }
}
