package io.curfew.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What holds for an account by its own state and by what is above it. */
class StandingTest {
    private static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LATER = T0.plusSeconds(60);

    private static final Standing ACTIVE = new Standing(LifecycleStatus.ACTIVE, null, null, null);
    private static final Standing PAUSED =
            new Standing(LifecycleStatus.SUSPENDED, SuspensionCause.CUSTOMER, null, null);
    private static final Standing STOPPED =
            new Standing(LifecycleStatus.SUSPENDED, SuspensionCause.PLATFORM, null, null);

    private static Standing closed(Instant at, Instant purgeAt) {
        return new Standing(LifecycleStatus.CLOSED, null, at, purgeAt);
    }

    @Test
    void theMoreSevereStatusHolds() {
        assertThat(ACTIVE.under(ACTIVE)).isEqualTo(ACTIVE);
        assertThat(PAUSED.under(ACTIVE)).isEqualTo(PAUSED);
        assertThat(STOPPED.under(ACTIVE)).isEqualTo(STOPPED);
        assertThat(closed(T0, LATER).under(STOPPED)).isEqualTo(closed(T0, LATER));
        assertThat(ACTIVE.under(closed(T0, LATER))).isEqualTo(closed(T0, LATER));
        assertThat(PAUSED.under(closed(T0, null))).isEqualTo(closed(T0, null));
    }

    @Test
    void nobodyInASuspendedTreeLiftsAnything() {
        assertThat(ACTIVE.under(PAUSED)).isEqualTo(STOPPED);
        assertThat(PAUSED.under(PAUSED)).isEqualTo(STOPPED);
        assertThat(PAUSED.under(STOPPED)).isEqualTo(STOPPED);
    }

    @Test
    void theFirstClosingAndTheFirstPurgeCount() {
        assertThat(closed(LATER, T0).under(closed(T0, LATER))).isEqualTo(closed(T0, T0));
        assertThat(closed(T0, null).under(closed(LATER, LATER))).isEqualTo(closed(T0, LATER));
    }

    @Test
    void whoseDueInstantHasComeIsNotThere() {
        Standing due = closed(T0, LATER);
        assertThat(due.isThere(LATER.minusNanos(1000))).isTrue();
        assertThat(due.isThere(LATER)).isFalse();
        assertThat(closed(T0, null).isThere(LATER)).isTrue();
    }
}
