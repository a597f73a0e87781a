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
import io.curfew.testing.SettableClock;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Purchases, and the numbers that are kept back for whoever held them. */
@CurfewTest
class NumberBuyingTest {
    @Inject
    NumberDesk desk;

    @Inject
    NumberService numbers;

    @Inject
    Accounts accounts;

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

    @ParameterizedTest
    @CsvSource({"MX, +525512345678, 5512345678", "ES, +34612345678, 612345678", "ES, +34612345678, 612 34 56 78"})
    void nationalFormIsTheNumberThatIsKnownHere(String country, String phoneNumber, String text) {
        // Given
        Credentials main = accounts.main();
        desk.stockUp(country, phoneNumber);
        try {
            // When
            NumberView bought = desk.buy(main, main, text);
            // Then its holder finds it too, though none of its country is for sale any more
            assertThat(bought.phoneNumber()).isEqualTo(phoneNumber);
            assertThat(desk.buy(main, main, text)).isEqualTo(bought);
            desk.release(bought);
        } finally {
            desk.takeOut(phoneNumber);
        }
    }

    @Test
    void textThatStandsForSeveralKnownNumbersIsRefused() {
        // Given
        Credentials main = accounts.main();
        String mexican = "+525512345678";
        String american = "+15512345678";
        desk.stockUp("MX", mexican);
        desk.stockUp("US", american);
        try {
            // When, Then
            assertThat(refusal(() -> desk.buy(main, main, "5512345678"))).contains(ErrorCode.NUMBER_INVALID);
            assertThat(desk.stock(mexican)).isEqualTo(Stock.AVAILABLE);
            assertThat(desk.stock(american)).isEqualTo(Stock.AVAILABLE);
        } finally {
            desk.takeOut(mexican);
            desk.takeOut(american);
        }
        // When none of them is known any more
        assertThat(refusal(() -> desk.buy(main, main, "5512345678"))).contains(ErrorCode.NUMBER_UNAVAILABLE);
        assertThat(refusal(() -> desk.buy(main, main, "612 34 56 78"))).contains(ErrorCode.NUMBER_INVALID);
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
