package io.curfew.sims;

import static io.curfew.sims.SimDesk.ACTOR;
import static io.curfew.sims.SimDesk.on;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.sims.SimExpiryTest.HOUR;
import static io.curfew.sims.SimExpiryTest.expected;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.ErrorCode;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Termination protection, and what is left of a terminated SIM. The worker never runs unless a test says so. */
@CurfewTest
class SimProtectionTest {
    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    Accounts accounts;

    @Inject
    SettableClock clock;

    @Test
    void protectionIsOnByDefaultAndRefusesToTerminateByIdAndByImsi() {
        // Given
        SimView sim = desk.aSim(accounts.main());
        List<Object> row = desk.row(sim);
        OnSim byImsi = new OnSim(sim.tenantId(), Coverage.GLOBAL, SimRef.imsi(sim.primaryImsi()), ACTOR);
        // When, Then
        assertThat(sim.terminationEnabled()).isFalse();
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)))))
                .contains(ErrorCode.SIM_PROTECTED);
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.ToStatus(byImsi, SimStatus.TERMINATED)))))
                .contains(ErrorCode.SIM_PROTECTED);
        assertThat(desk.row(sim)).isEqualTo(row);
        await(() -> sims.change(new ChangeSim.SetProtection(byImsi, true)));
        assertThat(await(() -> sims.change(new ChangeSim.ToStatus(byImsi, SimStatus.TERMINATED)))
                        .status())
                .isEqualTo(SimStatus.TERMINATED);
    }

    @Test
    void switchesAreIdempotent() {
        // Given
        SimView sim = desk.aSim(accounts.main());
        // When
        SimView same = await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        SimView off = await(() -> sims.change(new ChangeSim.SetProtection(on(sim), true)));
        SimView offAgain = await(() -> sims.change(new ChangeSim.SetProtection(on(sim), true)));
        // Then
        assertThat(same).isEqualTo(sim);
        assertThat(offAgain).isEqualTo(off);
        assertThat(off.terminationEnabled()).isTrue();
        assertThat(desk.events(sim)).containsExactly("sim.registered", "sim.termination-enabled");
    }

    @Test
    void armedTerminationFiresThoughProtectionWasSwitchedOnAgain() {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.TERMINATE);
        SimView protectedAgain = await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        assertThat(protectedAgain.terminationEnabled()).isFalse();
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)))))
                .contains(ErrorCode.SIM_PROTECTED);
        // When
        clock.advance(HOUR);
        // Then
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.TERMINATED);
        desk.runDue();
        assertThat(desk.row(sim).get(0)).isEqualTo("TERMINATED");
        assertThat(desk.get(sim).terminatedAt()).isEqualTo(sim.expiryAt());
    }

    @Test
    void terminatingExpiryIsNotAcceptedUnderProtectionAndWhatWasStoredStays() {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.TERMINATE);
        SimView stored = await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        // When, Then
        assertThat(refusal(() -> desk.expiringSoon(sim, ExpiryAction.TERMINATE)))
                .contains(ErrorCode.SIM_PROTECTED);
        assertThat(refusal(() -> desk.expiring(sim, sim.expiryAt(), ExpiryAction.TERMINATE)))
                .contains(ErrorCode.SIM_PROTECTED);
        assertThat(desk.get(sim)).isEqualTo(stored);
        clock.advance(HOUR);
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.TERMINATED);
    }

    static Stream<ExpiryAction> harmless() {
        return Stream.of(
                ExpiryAction.DO_NOTHING, ExpiryAction.DELETE_SESSION, ExpiryAction.DEACTIVATE, ExpiryAction.SUSPEND);
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void otherActionsMayReplaceIt(ExpiryAction action) {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.TERMINATE);
        await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        // When
        desk.expiring(sim, sim.expiryAt(), action);
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.get(sim).status()).isEqualTo(expected(action));
    }

    @Test
    void unsettingUnderProtectionDefusesIt() {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.TERMINATE);
        await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)));
        // When
        await(() -> sims.change(new ChangeSim.UnsetExpiry(on(sim))));
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.ACTIVE);
    }

    @Test
    void terminatedSimTakesNoChangeButTagsAndItsGroup() {
        // Given
        Credentials main = accounts.main();
        SimView sim = desk.anUnprotectedSim(main);
        SimView terminated = await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)));
        // When
        List<Optional<ErrorCode>> refusals = new ArrayList<>();
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.ACTIVE)))));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.SetProtection(on(sim), true)))));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.SetProtection(on(sim), false)))));
        refusals.add(refusal(() -> desk.expiringSoon(sim, null)));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.UnsetExpiry(on(sim))))));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.SetSpeedClass(on(sim), "s1.fast")))));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.SetImeiLock(on(sim), "356938035643809")))));
        refusals.add(refusal(() -> await(() -> sims.change(new ChangeSim.UnsetImeiLock(on(sim))))));
        // Then
        assertThat(refusals).containsOnly(Optional.of(ErrorCode.SIM_TERMINATED));
        assertThat(await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED))))
                .isEqualTo(terminated);
        assertThat(await(() -> sims.change(new ChangeSim.UnsetGroup(on(sim))))).isEqualTo(terminated);
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.SetGroup(on(sim), "none")))))
                .contains(ErrorCode.GROUP_UNKNOWN);
        assertThat(desk.get(sim)).isEqualTo(terminated);
        assertThat(await(() -> sims.change(new ChangeSim.PutTags(on(sim), Map.of("name", "gone"))))
                        .name())
                .isEqualTo("gone");
        assertThat(desk.connect(sim)).contains("terminated");
    }

    @Test
    void terminationKeepsTheExpiryAndFiresItNoMore() {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.DEACTIVATE);
        // When
        SimView terminated = await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)));
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.get(sim)).isEqualTo(terminated);
        assertThat(terminated.expiryAt()).isEqualTo(sim.expiryAt());
        assertThat(desk.work(sim)).containsExactly("sim-purge");
        assertThat(desk.statuses(sim)).endsWith(SubscriberStatus.TERMINATED).doesNotContain(SubscriberStatus.INACTIVE);
    }
}
