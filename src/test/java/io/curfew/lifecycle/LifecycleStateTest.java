package io.curfew.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.lifecycle.LifecycleState.Active;
import io.curfew.lifecycle.LifecycleState.Closed;
import io.curfew.lifecycle.LifecycleState.Open;
import io.curfew.lifecycle.LifecycleState.Suspended;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where each transition leads. That there are no others, the compiler holds: {@link Closed} has no methods of its own. */
class LifecycleStateTest {
    private static final Instant T0 = Instant.parse("2027-03-01T10:00:00Z");

    @ParameterizedTest
    @EnumSource
    void suspensionKeepsWhoSuspendedAndEndsInTheSameState(SuspensionCause cause) {
        Suspended suspended = new Active().suspend(cause);
        assertThat(suspended).isEqualTo(new Suspended(cause));
        assertThat(suspended.resume()).isEqualTo(new Active());
    }

    @Test
    void bothOpenStatesAreClosedAtAnInstant() {
        for (Open open : new Open[] {new Active(), new Suspended(SuspensionCause.PLATFORM)}) {
            assertThat(open.close(T0)).isEqualTo(new Closed(T0));
        }
    }

    @Test
    void everyStatusHasItsState() {
        LifecycleState[] states = {new Active(), new Suspended(SuspensionCause.CUSTOMER), new Closed(T0)};
        assertThat(Arrays.stream(states).map(LifecycleState::status)).containsExactly(LifecycleStatus.values());
    }
}
