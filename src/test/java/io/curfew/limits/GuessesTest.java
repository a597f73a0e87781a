package io.curfew.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.limits.Guesses.Turn;
import io.curfew.testing.SettableClock;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuessesTest {
    private static final int LIMIT = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock();
    private final Guesses guesses = new Guesses(LIMIT, MINUTE, clock, "Too many.");

    /** Guesses whose judgement the test brings about. */
    private final class Judge {
        final List<Turn> open = Collections.synchronizedList(new ArrayList<>());
        final List<CompletableFuture<String>> verdicts = Collections.synchronizedList(new ArrayList<>());
        final List<String> outcomes = Collections.synchronizedList(new ArrayList<>());

        Cancellable present(Guess guess) {
            return guesses.judge(guess, turn -> {
                        CompletableFuture<String> verdict = new CompletableFuture<>();
                        open.add(turn);
                        verdicts.add(verdict);
                        return Uni.createFrom().completionStage(verdict);
                    })
                    .subscribe()
                    .with(outcomes::add, failure -> outcomes.add(code(failure)));
        }

        void wrong(int number) {
            open.get(number).wrong();
            verdicts.get(number).complete("wrong");
        }

        void right(int number) {
            open.get(number).right();
            verdicts.get(number).complete("right");
        }

        void broken(int number) {
            verdicts.get(number).completeExceptionally(new IllegalStateException("no database"));
        }
    }

    private static String code(Throwable failure) {
        return failure instanceof DomainException refusal ? refusal.code().name() : "failed";
    }

    private static Guess guess(String secret) {
        return new Guess("name", "address", secret);
    }

    private Uni<String> judged(Guess guess, boolean right) {
        return guesses.judge(guess, turn -> {
            if (right) {
                turn.right();
            } else {
                turn.wrong();
            }
            return Uni.createFrom().item(right ? "right" : "wrong");
        });
    }

    private String outcome(Guess guess, boolean right) {
        try {
            return judged(guess, right).await().atMost(Duration.ofSeconds(30));
        } catch (DomainException e) {
            return e.code().name();
        }
    }

    private void exhaust() {
        for (int i = 0; i < LIMIT; i++) {
            assertThat(outcome(guess("wrong " + i), false)).isEqualTo("wrong");
        }
    }

    @Test
    void ofManyWrongOnesAtOnceAsManyAreJudgedAsInARow() {
        // Given
        Judge judge = new Judge();
        for (int i = 0; i < 150; i++) {
            judge.present(guess("wrong " + i));
        }
        assertThat(judge.open).hasSize(LIMIT);
        assertThat(judge.outcomes).isEmpty();
        // When
        for (int i = 0; i < LIMIT; i++) {
            judge.wrong(i);
        }
        // Then
        assertThat(judge.open).hasSize(LIMIT);
        assertThat(judge.outcomes).hasSize(150);
        assertThat(judge.outcomes.stream().filter("wrong"::equals)).hasSize(LIMIT);
        assertThat(judge.outcomes.stream().filter("RATE_LIMITED"::equals)).hasSize(130);
    }

    @Test
    void onThreadsOfTheirOwnNoMoreAreJudgedEither() throws InterruptedException {
        // Given
        ExecutorService threads = Executors.newFixedThreadPool(16);
        AtomicInteger judged = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        // When
        for (int i = 0; i < 2_000; i++) {
            String secret = "wrong " + i;
            threads.execute(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                guesses.judge(
                                guess(secret),
                                turn -> Uni.createFrom()
                                        .item("wrong")
                                        .onItem()
                                        .delayIt()
                                        .by(Duration.ofMillis(1))
                                        .invoke(() -> {
                                            judged.incrementAndGet();
                                            turn.wrong();
                                        }))
                        .subscribe()
                        .with(item -> answered.incrementAndGet(), failure -> answered.incrementAndGet());
            });
        }
        start.countDown();
        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> answered.get() == 2_000);
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(judged).hasValue(LIMIT);
    }

    @Test
    void whoWaitsWithTheRightSecretPassesAsSoonAsItIsKnown() {
        // Given
        Judge judge = new Judge();
        for (int i = 0; i < 500; i++) {
            judge.present(guess("right"));
        }
        assertThat(judge.open).hasSize(LIMIT);
        // When
        judge.right(0);
        // Then
        assertThat(judge.open).hasSize(500);
        for (int i = 1; i < 500; i++) {
            judge.right(i);
        }
        assertThat(judge.outcomes).hasSize(500).containsOnly("right");
    }

    @Test
    void secretThatWasRightLatelyPassesAmongWrongOnesAndAfterThem() {
        // Given
        assertThat(outcome(guess("right"), true)).isEqualTo("right");
        Judge judge = new Judge();
        for (int i = 0; i < 100; i++) {
            judge.present(guess("wrong " + i));
        }
        // When, then
        assertThat(outcome(guess("right"), true)).isEqualTo("right");
        IntStream.range(0, LIMIT).forEach(judge::wrong);
        assertThat(outcome(guess("right"), true)).isEqualTo("right");
        assertThat(outcome(guess("another"), true)).isEqualTo("RATE_LIMITED");
        assertThat(outcome(new Guess("name", "elsewhere", "right"), true)).isEqualTo("right");
        assertThat(outcome(new Guess("namer", "address", "ight"), true))
                .as("borders count")
                .isEqualTo("right");
    }

    @Test
    void secretIsForgottenWhenItIsWrongAndTenMinutesAfterItWasLastPresented() {
        // Given
        outcome(guess("right"), true);
        outcome(guess("revoked"), true);
        // When it has been revoked
        assertThat(outcome(guess("revoked"), false)).isEqualTo("wrong");
        for (int i = 1; i < LIMIT; i++) {
            assertThat(outcome(guess("revoked"), false)).isEqualTo("wrong");
        }
        // Then
        assertThat(outcome(guess("revoked"), false)).isEqualTo("RATE_LIMITED");
        clock.advance(Duration.ofMinutes(9));
        exhaust();
        assertThat(outcome(guess("right"), true)).isEqualTo("right");
        clock.advance(Duration.ofMinutes(11));
        exhaust();
        assertThat(outcome(guess("right"), true)).isEqualTo("RATE_LIMITED");
    }

    @Test
    void guessWithoutAVerdictGivesItsTurnToTheNext() {
        // Given
        Judge judge = new Judge();
        for (int i = 0; i < LIMIT + 2; i++) {
            judge.present(guess("wrong " + i));
        }
        // When
        judge.broken(0);
        judge.verdicts.get(1).complete("none");
        // Then
        assertThat(judge.outcomes).containsExactly("failed", "none");
        assertThat(judge.open).hasSize(LIMIT + 2);
        IntStream.range(2, LIMIT + 2).forEach(judge::wrong);
        assertThat(outcome(guess("one more"), true)).isEqualTo("RATE_LIMITED");
    }

    @Test
    void failureToBeginEndsTheTurnToo() {
        for (int i = 0; i < 2 * LIMIT; i++) {
            assertThatThrownBy(() -> guesses.judge(guess("any"), turn -> {
                                throw new IllegalStateException("no database");
                            })
                            .await()
                            .indefinitely())
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(outcome(guess("any"), true)).isEqualTo("right");
    }

    @Test
    void whoHangsUpLeavesNothingBehind() {
        // Given
        Judge judge = new Judge();
        List<Cancellable> calls = new ArrayList<>();
        for (int i = 0; i < LIMIT + 10; i++) {
            calls.add(judge.present(guess("wrong " + i)));
        }
        // When those who wait hang up, and then those who have a turn
        for (int i = LIMIT + 9; i >= 0; i--) {
            calls.get(i).cancel();
        }
        // Then
        assertThat(judge.outcomes).isEmpty();
        assertThat(judge.open).hasSize(LIMIT);
        exhaust();
    }

    @Test
    void turnsThatAreNotTakenGoToTheNext() {
        // Given
        Judge judge = new Judge();
        List<Cancellable> calls = new ArrayList<>();
        for (int i = 0; i < LIMIT + 1; i++) {
            calls.add(judge.present(guess("wrong " + i)));
        }
        // When
        calls.get(0).cancel();
        // Then
        assertThat(judge.open).hasSize(LIMIT + 1);
    }

    @Test
    void nobodyWaitsForever() {
        // Given
        Guesses hasty = new Guesses(1, MINUTE, clock, "Too many.", Duration.ofMillis(200));
        CompletableFuture<String> never = new CompletableFuture<>();
        hasty.judge(guess("slow"), turn -> Uni.createFrom().completionStage(never))
                .subscribe()
                .with(item -> {});
        // When, then
        assertThatThrownBy(() -> hasty.judge(
                                guess("next"), turn -> Uni.createFrom().item("judged"))
                        .await()
                        .atMost(Duration.ofSeconds(30)))
                .isInstanceOfSatisfying(
                        DomainException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED));
        never.complete("none");
        assertThat(hasty.judge(guess("next"), turn -> Uni.createFrom().item("judged"))
                        .await()
                        .atMost(Duration.ofSeconds(30)))
                .isEqualTo("judged");
    }

    @Test
    void wrongOnesAreForgottenAfterTheWindow() {
        exhaust();
        assertThat(outcome(guess("right"), true)).isEqualTo("RATE_LIMITED");
        clock.advance(MINUTE.plusSeconds(1));
        assertThat(outcome(guess("right"), true)).isEqualTo("right");
    }

    @Test
    void addressesAndNamesAreCountedApart() {
        exhaust();
        assertThat(outcome(new Guess("name", "elsewhere", "x"), false)).isEqualTo("wrong");
        assertThat(outcome(new Guess("another", "address", "x"), false)).isEqualTo("wrong");
        assertThat(outcome(new Guess("nam", "eaddress", "x"), false)).isEqualTo("wrong");
    }

    @Test
    void turnAtOnceIsThereOrNot() {
        // Given
        for (int i = 1; i < LIMIT; i++) {
            try (Turn turn = guesses.take("card")) {
                turn.wrong();
            }
        }
        guesses.check("card");
        // When
        Turn last = guesses.take("card");
        // Then
        assertThatThrownBy(() -> guesses.take("card")).isInstanceOf(DomainException.class);
        last.close();
        last.wrong();
        try (Turn turn = guesses.take("card")) {
            turn.wrong();
        }
        assertThatThrownBy(() -> guesses.take("card")).isInstanceOf(DomainException.class);
        assertThatThrownBy(() -> guesses.check("card")).isInstanceOf(DomainException.class);
        guesses.check("another");
    }

    @Test
    void turnTellsNothing() {
        assertThat(guess("secret").toString()).doesNotContain("secret", "name");
        assertThat(new Fingerprints().of("secret").toString()).doesNotContain("secret");
    }
}
