package io.curfew.numbers;

import static io.curfew.numbers.NumberDesk.ACTOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Database.Stranger;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Which months are charged, to whom, and when. */
@CurfewTest
class NumberChargingTest {
    @Inject
    NumberDesk desk;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    @Test
    void monthThatBeganBeforeTheTransferIsChargedToTheOldHolder() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, main);
        clock.advance(Duration.ofDays(31));
        // When
        desk.change(ChangeNumber.transfer(number, sub.sid(), ACTOR));
        desk.runDue();
        // Then
        assertThat(desk.charged(number.id())).containsExactly(main.sid(), main.sid());
    }

    @Test
    void suspendedAccountIsChargedOnAndAClosedOneIsNot() {
        // Given
        Credentials main = accounts.main();
        Credentials suspended = accounts.sub(main);
        Credentials closed = accounts.sub(main);
        NumberView kept = desk.buyAny(main, suspended);
        NumberView released = desk.buyAny(main, closed);
        desk.move(main, suspended, LifecycleStatus.SUSPENDED);
        desk.close(main, closed);
        // When
        clock.advance(Duration.ofDays(31));
        desk.runDue();
        // Then
        assertThat(desk.charged(kept.id())).containsExactly(suspended.sid(), suspended.sid());
        assertThat(desk.charged(released.id())).containsExactly(closed.sid());
        assertThat(desk.work(released.id())).doesNotContain("number-charge", "number-release");
    }

    @Test
    void everyMissedMonthIsChargedOnce() {
        // Given
        Credentials main = accounts.main();
        NumberView number = desk.buyAny(main, main);
        // When nothing runs for over three months
        clock.advance(Duration.ofDays(95));
        desk.runDue();
        desk.runDue();
        // Then
        assertThat(desk.charged(number.id())).hasSize(4);
    }

    @Test
    void monthThatIsChargedAgainAfterAFailureIsDatedWhenItBegan() {
        // Given
        Credentials main = accounts.main();
        NumberView number = desk.buyAny(main, main);
        clock.advance(Duration.ofDays(31));
        failToCharge(number);
        // When
        clock.advance(Duration.ofDays(2));
        desk.runDue();
        // Then
        assertThat(desk.chargedAt(number.id())).containsExactly(number.createdAt(), months(number.createdAt(), 1));
    }

    @Test
    void chargeThatFallsDueWhileAnotherTreesNumberIsHeldIsDoneAtOnce() throws Exception {
        // Given
        Credentials main = accounts.main();
        Credentials other = accounts.main();
        NumberView held = desk.buyAny(main, main);
        clock.advance(Duration.ofHours(1));
        NumberView later = desk.buyAny(other, other);
        clock.advance(Duration.between(clock.now(), months(held.createdAt(), 1)));
        try (Stranger holder = database.stranger()) {
            holder.rows("select id from phone_number where tenant_id = $1 for update", main.sid());
            CompletableFuture<Void> sweep = CompletableFuture.runAsync(desk::runDue);
            Awaitility.await().until(() -> database.waiting() > 0);
            // When
            clock.advance(Duration.ofHours(2));
            Awaitility.await().until(() -> desk.charged(later.id()).size() == 2);
            // Then
            assertThat(desk.charged(held.id())).containsExactly(main.sid());
            assertThat(sweep).isNotDone();
            // When
            holder.commit();
            sweep.get(30, TimeUnit.SECONDS);
        }
        // Then
        assertThat(desk.chargedAt(held.id())).containsExactly(held.createdAt(), months(held.createdAt(), 1));
    }

    @Test
    void monthThatCouldNotBeChargedBeforeTheClosingIsNotLost() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, sub);
        clock.advance(Duration.ofDays(31));
        failToCharge(number);
        // When it is closed before the next attempt
        desk.close(main, sub);
        clock.advance(Duration.ofDays(1));
        desk.runDue();
        // Then
        assertThat(desk.chargedAt(number.id())).containsExactly(number.createdAt(), months(number.createdAt(), 1));
        assertThat(desk.work(number.id())).containsExactly("number-quarantine");
    }

    @Test
    void monthThatIsChargedIsNotChargedAgainWhateverTheQueueSays() {
        // Given
        Credentials main = accounts.main();
        NumberView number = desk.buyAny(main, main);
        clock.advance(Duration.ofDays(31));
        desk.runDue();
        // When
        database.execute(
                "update lifecycle_work set due_at = $2, attempts = 0 where target_id = $1",
                number.id(),
                months(number.createdAt(), 1).atOffset(ZoneOffset.UTC));
        desk.runDue();
        // Then
        assertThat(desk.chargedAt(number.id())).containsExactly(number.createdAt(), months(number.createdAt(), 1));
        assertThat(database.column("select due_at from lifecycle_work where target_id = $1", number.id()))
                .containsExactly(months(number.createdAt(), 2).atOffset(ZoneOffset.UTC));
    }

    @Test
    void callerDoesNotWaitForAWorkerThatHasTheChargeInHand() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView moved = desk.buyAny(main, main);
        NumberView released = desk.buyAny(main, main);
        clock.advance(Duration.ofDays(31));
        try (Stranger worker = database.stranger()) {
            worker.rows(
                    "select id from lifecycle_work where target_id in ($1, $2) for update", moved.id(), released.id());
            // When
            desk.change(ChangeNumber.transfer(moved, sub.sid(), ACTOR));
            desk.release(released);
        }
        // Then what was due is charged to the old holder, and the worker finds the new one
        desk.runDue();
        assertThat(desk.charged(moved.id())).containsExactly(main.sid(), main.sid());
        assertThat(desk.charged(released.id())).containsExactly(main.sid(), main.sid());
        assertThat(database.rows("select account_id, due_at from lifecycle_work where target_id = $1", moved.id()))
                .containsExactly(List.of(sub.sid(), months(moved.createdAt(), 2).atOffset(ZoneOffset.UTC)));
        assertThat(desk.work(released.id())).containsExactly("number-quarantine");
    }

    @Test
    void chargeInHandFollowsItsNumberThoughTheOldHolderWasClosed() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, sub);
        clock.advance(Duration.ofDays(31));
        try (Stranger worker = database.stranger()) {
            worker.rows("select id from lifecycle_work where target_id = $1 for update", number.id());
            desk.change(ChangeNumber.transfer(number, main.sid(), ACTOR));
            desk.close(main, sub);
        }
        // When
        desk.runDue();
        clock.advance(Duration.ofDays(31));
        desk.runDue();
        // Then
        assertThat(desk.charged(number.id())).containsExactly(sub.sid(), sub.sid(), main.sid());
    }

    /** The worker finds the number locked for longer than it waits. */
    private void failToCharge(NumberView number) {
        try (Stranger other = database.stranger()) {
            other.rows("select id from phone_number where id = $1 for update", number.id());
            desk.runDue();
        }
        assertThat(database.column("select attempts from lifecycle_work where target_id = $1", number.id()))
                .containsExactly(1);
    }

    private static Instant months(Instant from, int months) {
        return from.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
    }

    @Test
    void monthThatBeganBeforeTheClosingIsChargedAndNoneAfter() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, sub);
        clock.advance(Duration.ofDays(31));
        desk.close(main, sub);
        clock.advance(Duration.ofDays(62));
        // When
        desk.runDue();
        // Then
        assertThat(desk.charged(number.id())).containsExactly(sub.sid(), sub.sid());
        assertThat(desk.work(number.id())).isEmpty();
    }
}
