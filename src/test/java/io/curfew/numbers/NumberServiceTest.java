package io.curfew.numbers;

import static io.curfew.numbers.NumberDesk.ACTOR;
import static io.curfew.numbers.NumberDesk.buying;
import static io.curfew.numbers.NumberDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountType;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.TransactionScope;
import io.curfew.numbers.NumberDesk.Stock;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Database.Stranger;
import io.curfew.testing.SettableClock;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@CurfewTest
class NumberServiceTest {
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
    void boughtNumberIsHeldChargedAndToldOf() {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = desk.freeNumber();
        // When
        NumberView number = desk.buy(main, main, phoneNumber);
        // Then
        assertThat(desk.held(main, main)).containsExactly(number);
        assertThat(number.settings()).isEqualTo(NumberSettings.initial(NumberFormat.national(phoneNumber)));
        assertThat(desk.stock(phoneNumber)).isEqualTo(Stock.assigned(number));
        assertThat(desk.work(number.id())).containsExactly("number-charge");
        assertThat(desk.charged(number.id())).containsExactly(main.sid());
        assertThat(desk.events(number.id())).containsExactly("number.assigned");
        assertThat(desk.isForSale(phoneNumber)).isFalse();
    }

    @Test
    void anyNumberOfAnAreaIsBought() {
        // Given
        Credentials main = accounts.main();
        // When
        NumberView number =
                await(() -> numbers.buy(buying(main, main, new BuyNumber.ByAreaCode("907"), SettingsChange.NONE)));
        // Then
        assertThat(number.phoneNumber()).startsWith("+190755501");
        assertThat(number.settings().friendlyName()).startsWith("(907) 555-01");
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.assigned(number));
    }

    @ParameterizedTest
    @CsvSource({
        "999, AREA_CODE_EMPTY",
        "800, AREA_CODE_EMPTY",
        "12, AREA_CODE_INVALID",
        "abc, AREA_CODE_INVALID",
        "115, AREA_CODE_INVALID",
        "9070, AREA_CODE_INVALID"
    })
    void areaCodeWithoutNumbersIsRefused(String areaCode, ErrorCode expected) {
        Credentials main = accounts.main();
        assertThat(refusal(() -> await(() ->
                        numbers.buy(buying(main, main, new BuyNumber.ByAreaCode(areaCode), SettingsChange.NONE)))))
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "415555010, NUMBER_INVALID",
        "'', NUMBER_INVALID",
        "+1, NUMBER_INVALID",
        "+999555, NUMBER_INVALID",
        "+14155550200, NUMBER_UNAVAILABLE",
        "+1415555010000000, NUMBER_INVALID"
    })
    void numberThatIsNotSoldIsRefused(String phoneNumber, ErrorCode expected) {
        Credentials main = accounts.main();
        assertThat(refusal(() -> desk.buy(main, main, phoneNumber))).contains(expected);
    }

    @Test
    void numberOfAnotherTypeIsRefused() {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = desk.freeNumber();
        // When
        var refusal = refusal(() -> await(() -> numbers.buy(
                buying(main, main, new BuyNumber.ByNumber(phoneNumber, NumberType.TOLL_FREE), SettingsChange.NONE))));
        // Then
        assertThat(refusal).contains(ErrorCode.NUMBER_TYPE_MISMATCH);
        assertThat(desk.stock(phoneNumber)).isEqualTo(Stock.AVAILABLE);
    }

    @Test
    void takenNumberIsRefusedToOthersAndItsHolderHasItAlready() {
        // Given
        Credentials main = accounts.main();
        Credentials other = accounts.main();
        NumberView number = desk.buyAny(main, main);
        // When, Then
        assertThat(refusal(() -> desk.buy(other, other, number.phoneNumber()))).contains(ErrorCode.NUMBER_UNAVAILABLE);
        assertThat(desk.buy(main, main, number.phoneNumber())).isEqualTo(number);
        assertThat(desk.inUse(number.phoneNumber())).isEqualTo(Map.of(number.id(), main.sid()));
    }

    @Test
    void refusedPurchaseGivesTheNumberBackAtOnce() {
        // Given
        Credentials main = accounts.main();
        String phoneNumber = desk.free("GB", NumberType.LOCAL);
        SettingsChange settings = SettingsChange.NONE.with(Setting.SMS_URL, "https://example.com/sms");
        // When
        var refusal = refusal(() ->
                await(() -> numbers.buy(buying(main, main, new BuyNumber.ByNumber(phoneNumber, null), settings))));
        // Then
        assertThat(refusal).contains(ErrorCode.SMS_UNSUPPORTED);
        assertThat(desk.stock(phoneNumber)).isEqualTo(Stock.AVAILABLE);
        assertThat(desk.inUse(phoneNumber)).isEmpty();
        assertThat(desk.workOf(main.sid())).isEmpty();
    }

    /** As if the service were killed between the claim and the purchase. */
    @Test
    void claimOfAPurchaseThatWasCutOffIsGivenBackWhenItsLeaseIsOver() {
        // Given
        Credentials main = accounts.main();
        Credentials other = accounts.main();
        String phoneNumber = desk.freeNumber();
        cutOff(main, phoneNumber);
        assertThat(desk.stock(phoneNumber).state()).isEqualTo("CLAIMED");
        assertThat(refusal(() -> desk.buy(other, other, phoneNumber))).contains(ErrorCode.NUMBER_UNAVAILABLE);
        assertThat(desk.isForSale(phoneNumber)).isFalse();
        // When
        clock.advance(Duration.ofMinutes(1));
        // Then: free from that instant, whether or not the work has run
        assertThat(desk.isForSale(phoneNumber)).isTrue();
        desk.runDue();
        assertThat(desk.stock(phoneNumber)).isEqualTo(Stock.AVAILABLE);
        assertThat(desk.workOf(main.sid())).isEmpty();
        assertThat(desk.buy(other, other, phoneNumber).accountId()).isEqualTo(other.sid());
    }

    @Test
    void purchaseThatOutlivesItsLeaseLosesTheNumberToTheNextBuyer() {
        // Given
        Credentials slow = accounts.main();
        Credentials quick = accounts.main();
        String phoneNumber = desk.freeNumber();
        TransactionScope late = new TransactionScope() {
            @Override
            public <T> Uni<T> run(Supplier<Uni<T>> work) {
                clock.advance(Duration.ofMinutes(2));
                return numbers.buy(buying(quick, quick, phoneNumber))
                        .chain(() -> TransactionScope.plain().run(work));
            }
        };
        // When
        var refusal = refusal(() -> await(() -> numbers.buy(buying(slow, slow, phoneNumber), late, () -> {})));
        desk.runDue();
        // Then
        assertThat(refusal).contains(ErrorCode.NUMBER_UNAVAILABLE);
        assertThat(desk.inUse(phoneNumber)).containsValue(quick.sid()).hasSize(1);
        assertThat(desk.stock(phoneNumber).state()).isEqualTo("ASSIGNED");
        assertThat(desk.workOf(slow.sid())).isEmpty();
    }

    /** Claims a number and never gets to the purchase. */
    private void cutOff(Credentials main, String phoneNumber) {
        TransactionScope dead = new TransactionScope() {
            @Override
            public <T> Uni<T> run(Supplier<Uni<T>> work) {
                return Uni.createFrom().nothing();
            }
        };
        try {
            await(() -> numbers.buy(buying(main, main, phoneNumber), dead, () -> {})
                    .ifNoItem()
                    .after(Duration.ofMillis(500))
                    .fail());
        } catch (RuntimeException expected) {
            return;
        }
    }

    @Test
    void suspendedOrClosedAccountBuysNothing() {
        // Given
        Credentials main = accounts.main();
        Credentials suspended = accounts.sub(main);
        Credentials closed = accounts.sub(main);
        desk.move(main, suspended, LifecycleStatus.SUSPENDED);
        desk.close(main, closed);
        String phoneNumber = desk.freeNumber();
        // When, Then
        assertThat(refusal(() -> desk.buy(main, suspended, phoneNumber))).contains(ErrorCode.ACCOUNT_NOT_ACTIVE);
        assertThat(refusal(() -> desk.buy(main, closed, phoneNumber))).contains(ErrorCode.ACCOUNT_NOT_ACTIVE);
        assertThat(desk.stock(phoneNumber)).isEqualTo(Stock.AVAILABLE);
    }

    @Test
    void trialAccountHoldsOneNumberAndItsSubaccountsBuyNone() {
        // Given
        Credentials trial = accounts.main(AccountType.TRIAL);
        Credentials sub = accounts.sub(trial);
        NumberView first = desk.buyAny(trial, trial);
        String second = desk.freeNumber();
        // When, Then
        assertThat(refusal(() -> desk.buy(trial, trial, second))).contains(ErrorCode.TRIAL_NUMBER_LIMIT);
        assertThat(refusal(() -> desk.buy(trial, sub, second))).contains(ErrorCode.TRIAL_RESTRICTED);
        assertThat(desk.stock(second)).isEqualTo(Stock.AVAILABLE);
        // When it gives its number up
        desk.release(first);
        // Then it may have another
        assertThat(desk.buy(trial, trial, second).accountId()).isEqualTo(trial.sid());
    }

    @Test
    void settingsChangeAndTheRestStays() {
        // Given
        Credentials main = accounts.main();
        NumberView number = desk.buyAny(main, main);
        SettingsChange settings = SettingsChange.NONE
                .with(Setting.FRIENDLY_NAME, "Hotline")
                .with(Setting.VOICE_URL, "https://example.com/voice")
                .with(Setting.VOICE_METHOD, "get")
                .with(Setting.VOICE_FALLBACK_URL, "https://example.com/fallback");
        // When
        NumberView changed = desk.change(ChangeNumber.settings(number, settings, ACTOR));
        // Then
        assertThat(changed.settings().friendlyName()).isEqualTo("Hotline");
        assertThat(changed.settings().voiceMethod()).isEqualTo(WebhookMethod.GET);
        assertThat(changed.settings().voiceFallbackUrl()).isEqualTo("https://example.com/fallback");
        assertThat(changed.updatedAt()).isAfter(number.updatedAt());
        assertThat(changed.version()).isEqualTo(1);
        assertThat(desk.held(main, main)).containsExactly(changed);
        assertThat(desk.events(number.id())).containsExactly("number.assigned", "number.updated");
        // When asked for what is so already
        NumberView same = desk.change(ChangeNumber.settings(changed, settings, ACTOR));
        // Then nothing is written
        assertThat(same).isEqualTo(changed);
        assertThat(desk.events(number.id())).hasSize(2);
    }

    @Test
    void staleVersionIsRefused() {
        Credentials main = accounts.main();
        NumberView number = desk.buyAny(main, main);
        assertThat(refusal(() -> await(
                        () -> numbers.release(new ReleaseNumber(main.sid(), main.sid(), number.id(), 7L, ACTOR)))))
                .contains(ErrorCode.VERSION_MISMATCH);
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.assigned(number));
    }

    @Test
    void transferKeepsIdAndSettingsAndMovesTheCharges() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView bought = desk.buyAny(main, main);
        NumberView number = desk.change(ChangeNumber.settings(
                bought, SettingsChange.NONE.with(Setting.SMS_URL, "https://example.com/sms"), ACTOR));
        // When
        NumberView moved = desk.change(ChangeNumber.transfer(number, sub.sid(), ACTOR));
        // Then
        assertThat(moved)
                .usingRecursiveComparison()
                .ignoringFields("updatedAt", "version", "accountId")
                .isEqualTo(number);
        assertThat(moved.accountId()).isEqualTo(sub.sid());
        assertThat(moved.updatedAt()).isAfter(number.updatedAt());
        assertThat(desk.held(main, main)).isEmpty();
        assertThat(desk.held(main, sub)).containsExactly(moved);
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.assigned(moved));
        assertThat(database.column("select account_id from lifecycle_work where target_id = $1", number.id()))
                .containsExactly(sub.sid());
        // When a month is over
        clock.advance(Duration.ofDays(31));
        desk.runDue();
        // Then
        assertThat(desk.charged(number.id())).containsExactly(main.sid(), sub.sid());
        assertThat(desk.events(number.id())).containsExactly("number.assigned", "number.updated", "number.transferred");
    }

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
    void transferIsRefusedToWhoMayNotReceive() {
        // Given
        Credentials main = accounts.main();
        Credentials suspended = accounts.sub(main);
        desk.move(main, suspended, LifecycleStatus.SUSPENDED);
        Credentials stranger = accounts.main();
        NumberView number = desk.buyAny(main, main);
        // When, Then
        assertThat(refusal(() -> desk.change(ChangeNumber.transfer(number, "PN1", ACTOR))))
                .contains(ErrorCode.TRANSFER_TARGET_INVALID);
        assertThat(refusal(() -> desk.change(ChangeNumber.transfer(number, "AC" + "0".repeat(32), ACTOR))))
                .contains(ErrorCode.TRANSFER_TARGET_UNKNOWN);
        assertThat(refusal(() -> desk.change(ChangeNumber.transfer(number, stranger.sid(), ACTOR))))
                .contains(ErrorCode.TRANSFER_TARGET_UNRELATED);
        assertThat(refusal(() -> desk.change(ChangeNumber.transfer(number, suspended.sid(), ACTOR))))
                .contains(ErrorCode.TRANSFER_TARGET_NOT_ACTIVE);
        assertThat(desk.held(main, main)).containsExactly(number);
    }

    @Test
    void suspendedAccountUpdatesReleasesAndTransfersOut() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView first = desk.buyAny(main, sub);
        NumberView second = desk.buyAny(main, sub);
        desk.move(main, sub, LifecycleStatus.SUSPENDED);
        // When, Then
        NumberView named = desk.change(
                ChangeNumber.settings(first, SettingsChange.NONE.with(Setting.FRIENDLY_NAME, "Kept"), ACTOR));
        assertThat(desk.change(ChangeNumber.transfer(named, main.sid(), ACTOR)).accountId())
                .isEqualTo(main.sid());
        desk.release(second);
        assertThat(desk.held(main, sub)).isEmpty();
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

    @Test
    void releasedNumberIsKeptBackForItsFormerMainAccount() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials other = accounts.main();
        NumberView number = desk.buyAny(main, sub);
        // When
        desk.release(number);
        // Then
        assertThat(refusal(() -> await(() -> numbers.get(main.sid(), sub.sid(), number.id()))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.quarantined(main.sid()));
        assertThat(desk.work(number.id())).containsExactly("number-quarantine");
        assertThat(desk.isForSale(number.phoneNumber())).isFalse();
        clock.advance(Duration.ofDays(9));
        desk.runDue();
        assertThat(refusal(() -> desk.buy(other, other, number.phoneNumber()))).contains(ErrorCode.NUMBER_UNAVAILABLE);
        // When
        NumberView again = desk.buy(main, main, number.phoneNumber());
        // Then
        assertThat(again.id()).isNotEqualTo(number.id());
        assertThat(desk.events(again.id())).containsExactly("number.reclaimed");
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.assigned(again));
        // When the first quarantine would have ended
        clock.advance(Duration.ofDays(2));
        desk.runDue();
        // Then it has no effect any more
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.assigned(again));
    }

    @Test
    void quarantineEndsOnTimeForEverybody() {
        // Given
        Credentials main = accounts.main();
        Credentials other = accounts.main();
        NumberView number = desk.buyAny(main, main);
        desk.release(number);
        // When
        clock.advance(Duration.ofDays(10));
        // Then
        assertThat(desk.isForSale(number.phoneNumber())).isTrue();
        desk.runDue();
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.AVAILABLE);
        assertThat(desk.events(number.id()))
                .containsExactly("number.assigned", "number.released", "number.quarantine-ended");
        assertThat(desk.buy(other, other, number.phoneNumber()).accountId()).isEqualTo(other.sid());
    }

    @Test
    void failedReclaimLeavesTheNumberInQuarantine() {
        // Given
        Credentials main = accounts.main();
        Credentials other = accounts.main();
        NumberView number = desk.buyAny(main, main);
        desk.release(number);
        cutOff(main, number.phoneNumber());
        // When the lease is over
        clock.advance(Duration.ofMinutes(2));
        // Then it is still the former holder's
        assertThat(refusal(() -> desk.buy(other, other, number.phoneNumber()))).contains(ErrorCode.NUMBER_UNAVAILABLE);
        desk.runDue();
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.quarantined(main.sid()));
        assertThat(desk.buy(main, main, number.phoneNumber()).accountId()).isEqualTo(main.sid());
    }

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

    @Test
    void foreignNumbersAreNotFound() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials stranger = accounts.main();
        NumberView number = desk.buyAny(main, main);
        // When, Then
        assertThat(refusal(() -> await(() -> numbers.get(stranger.sid(), stranger.sid(), number.id()))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> await(() -> numbers.get(main.sid(), sub.sid(), number.id()))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> await(
                        () -> numbers.release(new ReleaseNumber(main.sid(), sub.sid(), number.id(), null, ACTOR)))))
                .contains(ErrorCode.NOT_FOUND);
    }

    @Test
    void numberThatNeedsAnAddressIsBoughtWithOne() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        String phoneNumber = desk.free("FR", NumberType.LOCAL);
        assertThat(refusal(() -> desk.buy(main, main, phoneNumber))).contains(ErrorCode.LOCAL_ADDRESS_REQUIRED);
        assertThat(refusal(() -> desk.buy(main, main, desk.free("JP", NumberType.MOBILE))))
                .contains(ErrorCode.ADDRESS_REQUIRED);
        SettingsChange address = SettingsChange.NONE.with(Setting.ADDRESS_SID, "AD" + "a".repeat(32));
        // When
        NumberView number =
                await(() -> numbers.buy(buying(main, main, new BuyNumber.ByNumber(phoneNumber, null), address)));
        // Then
        assertThat(number.settings().addressSid()).isEqualTo("AD" + "a".repeat(32));
        assertThat(refusal(() -> desk.change(ChangeNumber.transfer(number, sub.sid(), ACTOR))))
                .contains(ErrorCode.LOCAL_ADDRESS_REQUIRED);
    }
}
