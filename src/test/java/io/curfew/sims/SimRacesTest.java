package io.curfew.sims;

import static io.curfew.sims.SimDesk.on;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Race;
import io.curfew.testing.Race.Result;
import io.curfew.testing.SettableClock;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two callers at once on the real database, many rounds: one after the other is what it looks like. The fast suite plays
 * a few rounds of each race, the slow one a thousand.
 */
@CurfewTest
class SimRacesTest {
    private static final int FEW = 25;
    private static final int MANY = 1000;

    private static final Optional<ErrorCode> DONE = Optional.empty();
    private static final Optional<ErrorCode> PROTECTED = Optional.of(ErrorCode.SIM_PROTECTED);
    private static final Optional<ErrorCode> TERMINATED = Optional.of(ErrorCode.SIM_TERMINATED);

    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    SimSessionService sessions;

    @Inject
    WorkRunner runner;

    @Inject
    Accounts accounts;

    @Inject
    SettableClock clock;

    /** The races. */
    enum Kind {
        TERMINATION_AGAINST_PROTECTION,
        TERMINATION_AGAINST_LIFTING_PROTECTION,
        UNSET_AGAINST_THE_DUE_INSTANT,
        EXPIRY_AGAINST_TERMINATION,
        EXPIRY_AGAINST_MOVING_IT,
        TWO_WORKERS_AND_A_WRITER,
        CLOSING_AGAINST_PROTECTION,
        TWO_REGISTRATIONS
    }

    @ParameterizedTest
    @EnumSource
    void looksLikeOneAfterTheOther(Kind race) {
        play(race, FEW);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void looksLikeOneAfterTheOtherInAThousandRounds(Kind race) {
        play(race, MANY);
    }

    private void play(Kind race, int rounds) {
        Credentials main = accounts.main();
        AtomicInteger firstWins = new AtomicInteger();
        for (int round = 0; round < rounds; round++) {
            switch (race) {
                case TERMINATION_AGAINST_PROTECTION -> terminationAgainstProtection(main, firstWins);
                case TERMINATION_AGAINST_LIFTING_PROTECTION -> terminationAgainstLifting(main, firstWins);
                case UNSET_AGAINST_THE_DUE_INSTANT -> unsetAgainstTheDueInstant(main, 2 + round % 4, firstWins);
                case EXPIRY_AGAINST_TERMINATION -> expiryAgainstTermination(main, 2 + round % 4, firstWins);
                case EXPIRY_AGAINST_MOVING_IT -> expiryAgainstMoving(main, 2 + round % 4, firstWins);
                case TWO_WORKERS_AND_A_WRITER -> twoWorkersAndAWriter(main);
                case CLOSING_AGAINST_PROTECTION -> closingAgainstProtection(main, firstWins);
                case TWO_REGISTRATIONS -> twoRegistrations(main, firstWins);
            }
        }
        System.out.printf("race %s: %d rounds, the first caller won %d%n", race, rounds, firstWins.get());
    }

    @SafeVarargs
    private List<Optional<ErrorCode>> atOnce(Supplier<Uni<?>>... runners) {
        return Race.run(List.of(runners).stream()
                        .<Supplier<Uni<Boolean>>>map(
                                runner -> () -> runner.get().replaceWith(true))
                        .toList())
                .stream()
                .map(SimRacesTest::refusal)
                .toList();
    }

    private static Optional<ErrorCode> refusal(Result<Boolean> result) {
        if (result.failure() == null) {
            return Optional.empty();
        }
        if (result.failure() instanceof DomainException refusal) {
            return Optional.of(refusal.code());
        }
        throw new AssertionError(result.failure());
    }

    private void terminationAgainstProtection(Credentials main, AtomicInteger firstWins) {
        SimView sim = desk.anUnprotectedSim(main);
        var outcome = atOnce(
                () -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)),
                () -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        assertThat(outcome).isIn(List.of(DONE, TERMINATED), List.of(PROTECTED, DONE));
        boolean terminated = outcome.get(0).isEmpty();
        firstWins.addAndGet(terminated ? 1 : 0);
        assertThat(desk.get(sim).status()).isEqualTo(terminated ? SimStatus.TERMINATED : SimStatus.READY);
        assertThat(desk.get(sim).terminationEnabled()).isEqualTo(terminated);
        assertThat(desk.events(sim)).hasSize(3);
    }

    private void terminationAgainstLifting(Credentials main, AtomicInteger firstWins) {
        SimView sim = desk.aSim(main);
        var outcome = atOnce(
                () -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)),
                () -> sims.change(new ChangeSim.SetProtection(on(sim), true)));
        assertThat(outcome).isIn(List.of(DONE, DONE), List.of(PROTECTED, DONE));
        boolean terminated = outcome.get(0).isEmpty();
        firstWins.addAndGet(terminated ? 1 : 0);
        assertThat(desk.get(sim).status()).isEqualTo(terminated ? SimStatus.TERMINATED : SimStatus.READY);
        assertThat(desk.events(sim)).hasSize(terminated ? 3 : 2);
    }

    /** Armed to fire in the middle of the race; every reading of the clock is a microsecond later than the last. */
    private SimView armed(Credentials main, ExpiryAction action, int readings) {
        SimView sim = desk.anUnprotectedSim(main);
        Instant due = clock.now().plusNanos(1000L * readings);
        return await(() -> sims.change(new ChangeSim.SetExpiry(on(sim), due, action)));
    }

    private void unsetAgainstTheDueInstant(Credentials main, int readings, AtomicInteger firstWins) {
        SimView sim = armed(main, ExpiryAction.TERMINATE, readings);
        var outcome = atOnce(() -> sims.change(new ChangeSim.UnsetExpiry(on(sim))), runner::runDue, runner::runDue);
        desk.runDue();
        clock.advance(Duration.ofMillis(1));
        desk.runDue();
        boolean defused = outcome.get(0).isEmpty();
        firstWins.addAndGet(defused ? 1 : 0);
        SimView end = desk.get(sim);
        assertThat(outcome.get(0)).isIn(DONE, TERMINATED);
        assertThat(end.status()).isEqualTo(defused ? SimStatus.READY : SimStatus.TERMINATED);
        if (defused) {
            // Never after the instant.
            assertThat(end.updatedAt()).isBefore(sim.expiryAt());
        } else {
            assertThat(end.terminatedAt()).isEqualTo(sim.expiryAt());
        }
        assertThat(desk.statuses(sim)).hasSize(defused ? 1 : 2);
    }

    private void expiryAgainstTermination(Credentials main, int readings, AtomicInteger firstWins) {
        SimView sim = armed(main, ExpiryAction.TERMINATE, readings);
        var outcome = atOnce(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)), runner::runDue);
        clock.advance(Duration.ofMillis(1));
        desk.runDue();
        SimView end = desk.get(sim);
        boolean byHand = end.expiryFiredAt() == null;
        firstWins.addAndGet(byHand ? 1 : 0);
        // Whoever terminates what the expiry has just terminated is not refused.
        assertThat(outcome).containsOnly(DONE);
        assertThat(desk.statuses(sim)).containsExactly(SubscriberStatus.READY, SubscriberStatus.TERMINATED);
        assertThat(end.terminatedAt().isBefore(sim.expiryAt())).isEqualTo(byHand);
        assertThat(end.expiryFiredAt()).isEqualTo(byHand ? null : sim.expiryAt());
        assertThat(desk.work(sim)).containsExactly("sim-purge");
        assertThat(desk.events(sim)).filteredOn("sim.terminated"::equals).hasSize(1);
    }

    private void expiryAgainstMoving(Credentials main, int readings, AtomicInteger firstWins) {
        SimView sim = armed(main, ExpiryAction.DEACTIVATE, readings);
        Instant later = sim.expiryAt().plusSeconds(60);
        var outcome = atOnce(
                () -> sims.change(new ChangeSim.SetExpiry(on(sim), later, ExpiryAction.SUSPEND)), runner::runDue);
        assertThat(outcome).containsOnly(DONE);
        boolean fired = desk.statuses(sim).contains(SubscriberStatus.INACTIVE);
        firstWins.addAndGet(fired ? 0 : 1);
        assertThat(desk.work(sim)).containsExactly("sim-expiry");
        clock.advance(Duration.ofSeconds(61));
        desk.runDue();
        assertThat(desk.get(sim).updatedAt()).isEqualTo(later);
        assertThat(desk.statuses(sim)).hasSize(fired ? 3 : 2).endsWith(SubscriberStatus.SUSPENDED);
        assertThat(desk.work(sim)).isEmpty();
    }

    private void twoWorkersAndAWriter(Credentials main) {
        SimView one = armed(main, ExpiryAction.SUSPEND, 200);
        SimView two = armed(main, ExpiryAction.SUSPEND, 100);
        clock.advance(Duration.ofMillis(1));
        var outcome = atOnce(
                runner::runDue,
                runner::runDue,
                () -> sims.change(new ChangeSim.ToStatus(on(one), SimStatus.ACTIVE)),
                () -> sims.change(new ChangeSim.PutTags(on(two), Map.of("name", "two"))));
        assertThat(outcome).containsOnly(DONE);
        desk.runDue();
        assertThat(desk.statuses(one))
                .containsExactly(SubscriberStatus.READY, SubscriberStatus.SUSPENDED, SubscriberStatus.ACTIVE);
        assertThat(desk.statuses(two)).containsExactly(SubscriberStatus.READY, SubscriberStatus.SUSPENDED);
        assertThat(desk.get(two).name()).isEqualTo("two");
        assertThat(desk.work(one)).isEmpty();
        assertThat(desk.work(two)).isEmpty();
    }

    private void closingAgainstProtection(Credentials main, AtomicInteger firstWins) {
        Credentials sub = accounts.sub(main);
        SimView sim = desk.unprotected(desk.aSim(main, sub, Coverage.GLOBAL, "plan01s"));
        Supplier<Uni<?>> closing = () -> desk.closing(main, sub);
        var outcome = atOnce(closing, () -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        assertThat(outcome).isIn(List.of(DONE, TERMINATED), List.of(Optional.of(ErrorCode.BLOCKED), DONE));
        boolean closed = outcome.get(0).isEmpty();
        firstWins.addAndGet(closed ? 1 : 0);
        assertThat(desk.get(sim).status()).isEqualTo(closed ? SimStatus.TERMINATED : SimStatus.READY);
        if (!closed) {
            desk.unprotected(sim);
            desk.close(main, sub);
        }
        desk.runDue();
        assertThat(desk.statuses(sim)).containsExactly(SubscriberStatus.READY, SubscriberStatus.TERMINATED);
    }

    private void twoRegistrations(Credentials main, AtomicInteger firstWins) {
        Credentials other = accounts.main();
        StockSim made = desk.inStock(Coverage.GLOBAL, "plan01s");
        var outcome = atOnce(
                () -> sims.register(SimDesk.registering(main, main, made), made.registrationSecret()),
                () -> sims.register(SimDesk.registering(other, other, made), made.registrationSecret()));
        // Refused while the other one is at it; once it has the SIM, there is none for anybody else.
        assertThat(outcome)
                .containsOnlyOnce(DONE)
                .containsAnyOf(Optional.of(ErrorCode.REGISTRATION_REFUSED), Optional.of(ErrorCode.NOT_FOUND));
        firstWins.addAndGet(outcome.get(0).isEmpty() ? 1 : 0);
        assertThat(desk.holders(made.simId())).containsExactly(outcome.get(0).isEmpty() ? main.sid() : other.sid());
    }
}
