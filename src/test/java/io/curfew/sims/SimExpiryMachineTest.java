package io.curfew.sims;

import static io.curfew.sims.PlainSims.ACTOR;
import static io.curfew.sims.PlainSims.IMEI;
import static io.curfew.sims.PlainSims.T0;
import static io.curfew.sims.PlainSims.aSim;
import static io.curfew.sims.PlainSims.events;
import static io.curfew.sims.PlainSims.in;
import static io.curfew.sims.PlainSims.online;
import static io.curfew.sims.PlainSims.refusal;
import static io.curfew.sims.PlainSims.reread;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.events.EventType;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

/** When an expiry takes effect, what it does, and the item of work that goes with it. */
class SimExpiryMachineTest {
    private static final Instant DUE = T0.plus(Duration.ofHours(1));

    private static Sim expiring(Sim sim, Instant at, @Nullable ExpiryAction action) {
        sim.expiry().set(at, action, ACTOR, T0);
        return reread(sim);
    }

    private static SimStatus after(@Nullable ExpiryAction action) {
        return action == null || action.leadsTo() == null ? SimStatus.ACTIVE : action.leadsTo();
    }

    private static List<String> scheduled(Sim sim) {
        return sim.log().work().stream().map(WorkItem::targetId).toList();
    }

    @ParameterizedTest
    @NullSource
    @EnumSource
    void eachActionHappensOnceAndAtItsInstant(@Nullable ExpiryAction action) {
        // Given
        Sim set = expiring(online(), DUE, action);
        SimView before = set.view();
        assertThat(set.settle(DUE.minusNanos(1000))).isFalse();
        assertThat(set.view()).isEqualTo(before);
        // When
        boolean due = set.settle(DUE.plusSeconds(500));
        // Then
        boolean staysOnline = action == null || action == ExpiryAction.DO_NOTHING;
        assertThat(due).isTrue();
        assertThat(set.view())
                .returns(after(action), SimView::status)
                .returns(staysOnline, SimView::isOnline)
                .returns(DUE, SimView::expiryAt)
                .returns(action, SimView::expiryAction)
                .returns(DUE, SimView::expiryFiredAt)
                .returns(staysOnline ? before.updatedAt() : DUE, SimView::updatedAt)
                .returns(before.version() + 1, SimView::version);
        assertThat(events(set)).hasSize(1);
        assertThat(set.log().events().get(0).at()).isEqualTo(DUE);
        assertThat(set.log().dropped()).containsExactly("8942000000000000001@1");
        assertThat(reread(set).settle(DUE.plusSeconds(501))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void timeThatHasPassedCountsAsNow(ExpiryAction action) {
        // Given
        Sim sim = online();
        // When
        sim.expiry().set(T0.minusSeconds(5), action, ACTOR, T0);
        // Then
        assertThat(sim.view())
                .returns(after(action), SimView::status)
                .returns(T0.minusSeconds(5), SimView::expiryAt)
                .returns(T0, SimView::expiryFiredAt);
        assertThat(scheduled(sim)).doesNotContain("8942000000000000001@1");
    }

    @Test
    void onlyWhatACalendarHoldsIsATime() {
        aSim().expiry().set(Instant.EPOCH, null, ACTOR, T0);
        for (Instant wrong : List.of(Instant.ofEpochMilli(-1), Instant.ofEpochMilli(Long.MAX_VALUE))) {
            assertThat(refusal(() -> aSim().expiry().set(wrong, null, ACTOR, T0)))
                    .contains(ErrorCode.EXPIRY_INVALID);
        }
    }

    @Test
    void statusThatTheSubscriptionDoesNotKnowIsNoAction() {
        assertThat(refusal(() -> aSim("plan-DU").expiry().set(DUE, ExpiryAction.SUSPEND, ACTOR, T0)))
                .contains(ErrorCode.SIM_STATUS_UNSUPPORTED);
    }

    @Test
    void terminationUnderProtectionIsRefusedAndWhatWasArmedBeforeHappens() {
        // Given
        Sim sim = expiring(in(SimStatus.ACTIVE, "plan01s"), DUE, ExpiryAction.TERMINATE);
        sim.lifecycle().setTerminationEnabled(false, ACTOR, T0);
        // When, Then
        assertThat(refusal(() -> sim.expiry().set(DUE, ExpiryAction.TERMINATE, ACTOR, T0)))
                .contains(ErrorCode.SIM_PROTECTED);
        assertThat(sim.settle(DUE)).isTrue();
        assertThat(sim.view().terminatedAt()).isEqualTo(DUE);
    }

    @Test
    void settingTheSameAgainWritesNothing() {
        Sim sim = expiring(aSim(), DUE, ExpiryAction.DEACTIVATE);
        sim.expiry().set(DUE, ExpiryAction.DEACTIVATE, ACTOR, T0);
        assertThat(sim.log().isEmpty()).isTrue();
    }

    @Test
    void replacedExpiryGetsAnItemOfItsOwn() {
        // Given
        Sim sim = expiring(aSim(), DUE, ExpiryAction.DEACTIVATE);
        // When
        sim.expiry().set(DUE.plusSeconds(1), ExpiryAction.DEACTIVATE, ACTOR, T0);
        // Then
        assertThat(sim.log().dropped()).containsExactly("8942000000000000001@1");
        assertThat(sim.log().work())
                .containsExactly(WorkItem.due("sim-expiry", "AC1", "AC2", "8942000000000000001@2", DUE.plusSeconds(1)));
    }

    @Test
    void itemOfAnExpiryGoesWithTheSimToItsNewHolder() {
        // Given
        Sim sim = expiring(aSim(), DUE, ExpiryAction.DEACTIVATE);
        // When
        sim.moveTo("AC3", ACTOR, T0);
        // Then
        assertThat(sim.log().dropped()).containsExactly("8942000000000000001@1");
        assertThat(sim.log().work())
                .containsExactly(WorkItem.due("sim-expiry", "AC1", "AC3", "8942000000000000001@2", DUE));
        assertThat(events(sim)).containsExactly(EventType.SIM_MOVED);
    }

    @Test
    void unsetExpiryDoesNotHappen() {
        // Given
        Sim sim = expiring(aSim(), DUE, ExpiryAction.DEACTIVATE);
        // When
        sim.expiry().unset(ACTOR, T0);
        // Then
        assertThat(sim.settle(DUE)).isFalse();
        assertThat(sim.view()).returns(null, SimView::expiryAt).returns(null, SimView::expiryAction);
        assertThat(refusal(() -> sim.expiry().unset(ACTOR, T0))).contains(ErrorCode.EXPIRY_NOT_SET);
    }

    @Test
    void terminationKeepsTheExpiryAndItHappensNoMore() {
        // Given
        Sim sim = expiring(in(SimStatus.ACTIVE, "plan01s"), DUE, ExpiryAction.DEACTIVATE);
        // When
        sim.lifecycle().change(SimStatus.TERMINATED, ACTOR, T0);
        // Then
        assertThat(sim.log().dropped()).containsExactly("8942000000000000001@1");
        assertThat(reread(sim).settle(DUE)).isFalse();
        assertThat(sim.view().expiryAt()).isEqualTo(DUE);
    }

    @Test
    void ofAnExpiryAndAClosingTheEarlierOneEndsTheSim() {
        // Given
        Sim set = expiring(in(SimStatus.ACTIVE, "plan01s"), DUE, ExpiryAction.TERMINATE);
        Sim expiredFirst = reread(set, DUE.plusSeconds(1));
        Sim closedFirst = reread(set, DUE.minusSeconds(1));
        // When
        expiredFirst.settle(DUE.plusSeconds(2));
        closedFirst.settle(DUE.plusSeconds(2));
        // Then
        assertThat(expiredFirst.view()).returns(DUE, SimView::terminatedAt).returns(DUE, SimView::expiryFiredAt);
        assertThat(closedFirst.view())
                .returns(DUE.minusSeconds(1), SimView::terminatedAt)
                .returns(null, SimView::expiryFiredAt);
    }

    @Test
    void passedExpiryLetsNobodyConnectUntilClearedOrMoved() {
        // Given
        Sim sim = expiring(aSim(), DUE, null);
        sim.settle(DUE);
        Runnable connect =
                () -> sim.connection().start("s", new StartSession(null, IMEI, null), ACTOR, DUE.plusSeconds(1));
        // When, Then
        assertThat(refusal(connect)).contains(ErrorCode.SESSION_REFUSED);
        sim.expiry().set(DUE.plusSeconds(9), null, ACTOR, DUE);
        assertThat(refusal(connect)).isEmpty();
        sim.settle(DUE.plusSeconds(9));
        assertThat(refusal(connect)).contains(ErrorCode.SESSION_REFUSED);
        sim.expiry().unset(ACTOR, DUE.plusSeconds(9));
        assertThat(refusal(connect)).isEmpty();
    }

    /** Random histories: settling twice is settling once, versions only grow, and nothing leads out of the end. */
    @Test
    void settlingIsDoneOnceInWhateverOrderThingsHappen() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int history = 0; history < 300; history++) {
            Sim sim = in(SimStatus.ACTIVE, "plan01s");
            Instant now = T0;
            for (int step = 0; step < 20; step++) {
                now = now.plusSeconds(random.nextInt(120));
                sim = reread(sim);
                long version = sim.view().version();
                boolean ended = sim.view().status() == SimStatus.TERMINATED;
                sim.settle(now);
                assertThat(sim.settle(now)).as("seed %d", seed).isFalse();
                change(sim, random, now);
                assertThat(sim.settle(now)).as("seed %d", seed).isFalse();
                assertThat(sim.view().version()).as("seed %d", seed).isGreaterThanOrEqualTo(version);
                assertThat(ended && sim.view().status() != SimStatus.TERMINATED)
                        .as("seed %d", seed)
                        .isFalse();
            }
        }
    }

    private static void change(Sim sim, Random random, Instant now) {
        SimStatus[] statuses = SimStatus.values();
        ExpiryAction[] actions = ExpiryAction.values();
        SimStatus next = statuses[1 + random.nextInt(statuses.length - 1)];
        refusal(() -> {
            switch (random.nextInt(4)) {
                case 0 -> sim.lifecycle().change(next, ACTOR, now);
                case 1 ->
                    sim.expiry()
                            .set(
                                    now.plusSeconds(random.nextInt(200) - 50),
                                    actions[random.nextInt(actions.length)],
                                    ACTOR,
                                    now);
                case 2 -> sim.expiry().unset(ACTOR, now);
                default -> sim.connection().start("s", new StartSession(null, IMEI, null), ACTOR, now);
            }
        });
    }
}
