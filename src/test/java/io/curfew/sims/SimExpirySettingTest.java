package io.curfew.sims;

import static io.curfew.sims.SimDesk.on;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.sims.SimExpiryTest.HOUR;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.ErrorCode;
import io.curfew.testing.Accounts;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An expiry that is set, moved or unset, before its instant and after. */
@CurfewTest
class SimExpirySettingTest {
    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    Accounts accounts;

    @Inject
    SettableClock clock;

    @Test
    void settingTheSameAgainWritesNothing() {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.DEACTIVATE);
        List<Object> row = desk.row(sim);
        // When
        SimView again = desk.expiring(sim, sim.expiryAt(), ExpiryAction.DEACTIVATE);
        // Then
        assertThat(again).isEqualTo(sim);
        assertThat(desk.row(sim)).isEqualTo(row);
        assertThat(desk.work(sim)).containsExactly("sim-expiry");
    }

    @Test
    void movedExpiryFiresAtTheNewTimeOnly() {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.DEACTIVATE);
        SimView moved = desk.expiring(sim, sim.expiryAt().plus(HOUR), ExpiryAction.SUSPEND);
        assertThat(desk.work(sim)).containsExactly("sim-expiry");
        // When
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.get(sim)).isEqualTo(moved);
        clock.advance(HOUR);
        desk.runDue();
        assertThat(desk.get(sim).status()).isEqualTo(SimStatus.SUSPENDED);
        assertThat(desk.get(sim).updatedAt()).isEqualTo(moved.expiryAt());
    }

    @Test
    void movedForwardExpiryFiresEarlier() {
        // Given
        SimView sim = desk.expiring(
                desk.anOnlineSim(accounts.main()), clock.now().plus(Duration.ofDays(9)), ExpiryAction.DEACTIVATE);
        SimView moved = desk.expiringSoon(sim, ExpiryAction.DEACTIVATE);
        // When
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(desk.row(sim).get(0)).isEqualTo("INACTIVE");
        assertThat(desk.get(sim).updatedAt()).isEqualTo(moved.expiryAt());
    }

    @Test
    void unsetBeforeDefuses() {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.TERMINATE);
        // When
        SimView unset = await(() -> sims.change(new ChangeSim.UnsetExpiry(on(sim))));
        clock.advance(HOUR);
        desk.runDue();
        // Then
        assertThat(unset.expiryAt()).isNull();
        assertThat(unset.expiryAction()).isNull();
        assertThat(desk.get(sim)).isEqualTo(unset);
        assertThat(desk.work(sim)).isEmpty();
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.UnsetExpiry(on(sim))))))
                .contains(ErrorCode.EXPIRY_NOT_SET);
    }

    @Test
    void unsetAfterTheInstantDefusesNothing() {
        // Given
        SimView terminating = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.TERMINATE);
        SimView suspending = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.SUSPEND);
        clock.advance(HOUR);
        // When
        Optional<ErrorCode> refusal =
                refusal(() -> await(() -> sims.change(new ChangeSim.UnsetExpiry(on(terminating)))));
        SimView suspended = await(() -> sims.change(new ChangeSim.UnsetExpiry(on(suspending))));
        desk.runDue();
        // Then
        assertThat(refusal).contains(ErrorCode.SIM_TERMINATED);
        assertThat(desk.get(terminating).status()).isEqualTo(SimStatus.TERMINATED);
        assertThat(suspended.status()).isEqualTo(SimStatus.SUSPENDED);
        assertThat(suspended.renewalSetAt()).isEqualTo(suspending.expiryAt());
        assertThat(suspended.expiryAt()).isNull();
        assertThat(desk.statuses(suspending)).endsWith(SubscriberStatus.SUSPENDED);
        assertThat(desk.get(suspending)).isEqualTo(suspended);
    }

    @Test
    void everyWriteSettlesFirstSoThatNothingComesBeforeTheExpiry() {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.DEACTIVATE);
        clock.advance(HOUR);
        // When
        SimView tagged = await(() -> sims.change(new ChangeSim.PutTags(on(sim), Map.of("name", "late"))));
        // Then
        assertThat(tagged.status()).isEqualTo(SimStatus.INACTIVE);
        assertThat(tagged.version()).isEqualTo(sim.version() + 2);
        assertThat(desk.row(sim).get(0)).isEqualTo("INACTIVE");
        assertThat(desk.events(sim)).endsWith("sim.deactivated", "sim.updated");
        assertThat(desk.work(sim)).isEmpty();
    }

    @Test
    void settingAnewAfterTheInstantSettlesTheOldOne() {
        // Given
        SimView sim = desk.expiringSoon(desk.anOnlineSim(accounts.main()), ExpiryAction.DEACTIVATE);
        clock.advance(HOUR);
        // When
        SimView again = desk.expiringSoon(sim, ExpiryAction.SUSPEND);
        // Then
        assertThat(again.status()).isEqualTo(SimStatus.INACTIVE);
        assertThat(again.expiryFiredAt()).isNull();
        clock.advance(HOUR);
        desk.runDue();
        assertThat(desk.statuses(sim)).endsWith(SubscriberStatus.INACTIVE, SubscriberStatus.SUSPENDED);
    }
}
