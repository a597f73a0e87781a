package io.curfew.numbers;

import static io.curfew.numbers.NumberDesk.ACTOR;
import static io.curfew.numbers.NumberDesk.buying;
import static io.curfew.numbers.NumberDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountType;
import io.curfew.kernel.ErrorCode;
import io.curfew.numbers.NumberDesk.Stock;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two or more callers at once on the real database, many rounds: one winner, no half state. The fast suite plays a few
 * rounds of each race, the slow one a thousand.
 */
@CurfewTest
class NumberRacesTest {
    private static final int FEW = 25;
    private static final int MANY = 1000;

    @Inject
    NumberDesk desk;

    @Inject
    NumberService numbers;

    @Inject
    Accounts accounts;

    /** The races. */
    enum Race {
        TWO_BUYERS_OF_ONE_NUMBER,
        ONE_BUYER_TWICE,
        REPEATED_PURCHASE_AGAINST_TRANSFER,
        TWO_NUMBERS_FOR_ONE_TRIAL_ACCOUNT,
        BUYERS_OF_ONE_AREA,
        CLOSING_THE_HOLDER_AGAINST_TRANSFER,
        CLOSING_THE_RECEIVER_AGAINST_TRANSFER,
        CLOSING_AGAINST_PURCHASE,
        RELEASE_AGAINST_TRANSFER,
        RECLAIM_AGAINST_RELEASE_WORK
    }

    @ParameterizedTest
    @EnumSource
    void hasOneWinner(Race race) throws Exception {
        play(race, FEW);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void hasOneWinnerInAThousandRounds(Race race) throws Exception {
        play(race, MANY);
    }

    private void play(Race race, int rounds) throws Exception {
        Credentials main = accounts.main();
        Credentials other = accounts.main();
        AtomicInteger firstWins = new AtomicInteger();
        for (int round = 0; round < rounds; round++) {
            switch (race) {
                case TWO_BUYERS_OF_ONE_NUMBER -> twoBuyersOfOneNumber(main, other, firstWins);
                case ONE_BUYER_TWICE -> oneBuyerTwice(main);
                case REPEATED_PURCHASE_AGAINST_TRANSFER -> repeatedPurchaseAgainstTransfer(main, firstWins);
                case TWO_NUMBERS_FOR_ONE_TRIAL_ACCOUNT -> twoNumbersForOneTrialAccount();
                case BUYERS_OF_ONE_AREA -> buyersOfOneArea(main, other);
                case CLOSING_THE_HOLDER_AGAINST_TRANSFER -> closingTheHolderAgainstTransfer(main, firstWins);
                case CLOSING_THE_RECEIVER_AGAINST_TRANSFER -> closingTheReceiverAgainstTransfer(main, firstWins);
                case CLOSING_AGAINST_PURCHASE -> closingAgainstPurchase(main, firstWins);
                case RELEASE_AGAINST_TRANSFER -> releaseAgainstTransfer(main, firstWins);
                case RECLAIM_AGAINST_RELEASE_WORK -> reclaimAgainstReleaseWork(main);
            }
        }
        System.out.printf("race %s: %d rounds, the first caller won %d%n", race, rounds, firstWins.get());
    }

    private void twoBuyersOfOneNumber(Credentials first, Credentials second, AtomicInteger firstWins) throws Exception {
        String phoneNumber = desk.freeNumber();
        var outcomes = atOnce(() -> desk.buy(first, first, phoneNumber), () -> desk.buy(second, second, phoneNumber));
        assertThat(outcomes).containsExactlyInAnyOrder(Optional.empty(), Optional.of(ErrorCode.NUMBER_UNAVAILABLE));
        Credentials winner = outcomes.get(0).isEmpty() ? first : second;
        count(firstWins, outcomes);
        Map<String, String> inUse = desk.inUse(phoneNumber);
        assertThat(inUse).hasSize(1).containsValue(winner.sid());
        String id = inUse.keySet().iterator().next();
        assertThat(desk.stock(phoneNumber)).isEqualTo(new Stock("ASSIGNED", winner.sid(), id));
        assertThat(desk.charged(id)).hasSize(1);
        assertThat(desk.work(id)).containsExactly("number-charge");
        assertThat(desk.workOf(first.sid())).doesNotContain("number-claim");
        assertThat(desk.workOf(second.sid())).doesNotContain("number-claim");
    }

    private void oneBuyerTwice(Credentials main) throws Exception {
        String phoneNumber = desk.freeNumber();
        var outcomes = atOnce(() -> desk.buy(main, main, phoneNumber), () -> desk.buy(main, main, phoneNumber));
        assertThat(outcomes).containsOnly(Optional.empty());
        Map<String, String> inUse = desk.inUse(phoneNumber);
        assertThat(inUse).hasSize(1).containsValue(main.sid());
        String id = inUse.keySet().iterator().next();
        assertThat(desk.charged(id)).hasSize(1);
        assertThat(desk.work(id)).containsExactly("number-charge");
        assertThat(desk.workOf(main.sid())).doesNotContain("number-claim");
    }

    private void repeatedPurchaseAgainstTransfer(Credentials main, AtomicInteger firstWins) throws Exception {
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, main);
        var outcomes = atOnce(
                () -> desk.buy(main, main, number.phoneNumber()),
                () -> desk.change(ChangeNumber.transfer(number, sub.sid(), ACTOR)));
        assertThat(outcomes.get(0)).isIn(Optional.empty(), Optional.of(ErrorCode.NUMBER_UNAVAILABLE));
        assertThat(outcomes.get(1)).isEmpty();
        count(firstWins, outcomes);
        assertThat(desk.inUse(number.phoneNumber())).isEqualTo(Map.of(number.id(), sub.sid()));
        assertThat(desk.charged(number.id())).hasSize(1);
    }

    private void twoNumbersForOneTrialAccount() throws Exception {
        Credentials trial = accounts.main(AccountType.TRIAL);
        List<String> free = desk.freeNumbers(2);
        var outcomes = atOnce(() -> desk.buy(trial, trial, free.get(0)), () -> desk.buy(trial, trial, free.get(1)));
        assertThat(outcomes).containsExactlyInAnyOrder(Optional.empty(), Optional.of(ErrorCode.TRIAL_NUMBER_LIMIT));
        assertThat(desk.held(trial, trial)).hasSize(1);
        String lost = outcomes.get(0).isEmpty() ? free.get(1) : free.get(0);
        assertThat(desk.stock(lost)).isEqualTo(Stock.AVAILABLE);
        assertThat(desk.workOf(trial.sid())).containsExactly("number-charge");
        desk.release(desk.held(trial, trial).get(0));
    }

    private void buyersOfOneArea(Credentials first, Credentials second) throws Exception {
        List<NumberView> bought = Collections.synchronizedList(new ArrayList<>());
        Runnable byFirst = () -> bought.add(buyInArea(first));
        Runnable bySecond = () -> bought.add(buyInArea(second));
        assertThat(atOnce(byFirst, bySecond, byFirst, bySecond)).containsOnly(Optional.empty());
        assertThat(bought.stream().map(NumberView::phoneNumber).distinct()).hasSize(4);
        bought.forEach(number -> assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.assigned(number)));
        // The area has a hundred numbers and the slow suite thousands of rounds.
        bought.forEach(desk::release);
        desk.endQuarantines(bought);
    }

    private NumberView buyInArea(Credentials buyer) {
        return await(() -> numbers.buy(buying(buyer, buyer, new BuyNumber.ByAreaCode("918"), SettingsChange.NONE)));
    }

    private void closingTheHolderAgainstTransfer(Credentials main, AtomicInteger firstWins) throws Exception {
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, sub);
        var outcomes = atOnce(
                () -> desk.change(ChangeNumber.transfer(number, main.sid(), ACTOR)), () -> desk.close(main, sub));
        count(firstWins, outcomes);
        assertThat(outcomes.get(1)).isEmpty();
        assertThat(desk.held(main, sub)).isEmpty();
        if (outcomes.get(0).isEmpty()) {
            assertHeldBy(number, main);
        } else {
            assertThat(outcomes.get(0)).contains(ErrorCode.NOT_FOUND);
            assertReleased(number);
        }
    }

    private void closingTheReceiverAgainstTransfer(Credentials main, AtomicInteger firstWins) throws Exception {
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, main);
        var outcomes =
                atOnce(() -> desk.change(ChangeNumber.transfer(number, sub.sid(), ACTOR)), () -> desk.close(main, sub));
        count(firstWins, outcomes);
        assertThat(outcomes.get(1)).isEmpty();
        assertThat(desk.held(main, sub)).isEmpty();
        if (outcomes.get(0).isEmpty()) {
            assertReleased(number);
        } else {
            assertThat(outcomes.get(0)).contains(ErrorCode.TRANSFER_TARGET_NOT_ACTIVE);
            assertHeldBy(number, main);
        }
    }

    private void closingAgainstPurchase(Credentials main, AtomicInteger firstWins) throws Exception {
        Credentials sub = accounts.sub(main);
        String phoneNumber = desk.freeNumber();
        var outcomes = atOnce(() -> desk.buy(main, sub, phoneNumber), () -> desk.close(main, sub));
        count(firstWins, outcomes);
        assertThat(outcomes.get(1)).isEmpty();
        assertThat(desk.held(main, sub)).isEmpty();
        desk.runDue();
        assertThat(desk.inUse(phoneNumber)).isEmpty();
        if (outcomes.get(0).isEmpty()) {
            assertThat(desk.stock(phoneNumber)).isEqualTo(Stock.quarantined(main.sid()));
        } else {
            assertThat(outcomes.get(0)).contains(ErrorCode.ACCOUNT_NOT_ACTIVE);
            assertThat(desk.stock(phoneNumber)).isEqualTo(Stock.AVAILABLE);
        }
        assertThat(desk.workOf(main.sid())).doesNotContain("number-claim", "number-release", "number-charge");
    }

    private void releaseAgainstTransfer(Credentials main, AtomicInteger firstWins) throws Exception {
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, sub);
        var outcomes =
                atOnce(() -> desk.release(number), () -> desk.change(ChangeNumber.transfer(number, main.sid(), ACTOR)));
        count(firstWins, outcomes);
        assertThat(outcomes).containsExactlyInAnyOrder(Optional.empty(), Optional.of(ErrorCode.NOT_FOUND));
        if (outcomes.get(0).isEmpty()) {
            assertReleased(number);
        } else {
            assertHeldBy(number, main);
        }
        desk.close(main, sub);
    }

    private void reclaimAgainstReleaseWork(Credentials main) throws Exception {
        Credentials sub = accounts.sub(main);
        NumberView number = desk.buyAny(main, sub);
        desk.close(main, sub);
        var outcomes = atOnce(() -> desk.buy(main, main, number.phoneNumber()), desk::runDue);
        assertThat(outcomes).containsOnly(Optional.empty());
        desk.runDue();
        assertThat(desk.inUse(number.phoneNumber())).hasSize(1).containsValue(main.sid());
        assertThat(desk.stock(number.phoneNumber()).state()).isEqualTo("ASSIGNED");
        assertThat(desk.events(number.id())).containsExactly("number.assigned", "number.released");
        assertThat(desk.work(number.id())).containsExactly("number-quarantine");
        desk.release(desk.held(main, main).get(0));
    }

    private void assertHeldBy(NumberView number, Credentials holder) {
        desk.runDue();
        assertThat(desk.inUse(number.phoneNumber())).isEqualTo(Map.of(number.id(), holder.sid()));
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.assigned(number));
        assertThat(desk.work(number.id())).containsExactly("number-charge");
        desk.release(number, holder);
    }

    private void assertReleased(NumberView number) {
        desk.runDue();
        assertThat(desk.inUse(number.phoneNumber())).isEmpty();
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.quarantined(number.tenantId()));
        assertThat(desk.work(number.id())).containsExactly("number-quarantine");
        assertThat(desk.charged(number.id())).hasSize(1);
    }

    private static void count(AtomicInteger firstWins, List<Optional<ErrorCode>> outcomes) {
        if (outcomes.get(0).isEmpty()) {
            firstWins.incrementAndGet();
        }
    }

    /** Starts all at the same instant, each in a thread of its own. */
    private static List<Optional<ErrorCode>> atOnce(Runnable... actions) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(actions.length);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Optional<ErrorCode>>> running = new ArrayList<>();
            for (Runnable action : actions) {
                running.add(threads.submit(() -> {
                    start.await();
                    return refusal(action);
                }));
            }
            start.countDown();
            List<Optional<ErrorCode>> outcomes = new ArrayList<>();
            for (Future<Optional<ErrorCode>> one : running) {
                outcomes.add(one.get());
            }
            return outcomes;
        } finally {
            threads.shutdown();
        }
    }
}
