package io.curfew.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.events.AuditAction;
import io.curfew.security.Tallies.Key;
import io.curfew.security.Tallies.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TalliesTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:30Z");
    private static final Instant MINUTE = Instant.parse("2026-11-28T12:00:00Z");
    private static final Instant LATER = MINUTE.plus(Duration.ofMinutes(1));

    private final Tallies tallies = new Tallies();

    private static Key key(String name, String address) {
        return new Key(AuditAction.LOGIN_FAILED, "twilio", null, LoginName.of(name), address, "");
    }

    @Test
    void whatIsTheSameIsToldOfAtOnceAndSummedUpWhenItsMinuteIsOver() {
        // Given
        Key key = key("AC1", "192.0.2.1");
        tallies.count(key, NOW);
        // Then
        assertThat(tallies.take(NOW, false)).containsExactly(new Told(key, MINUTE, 1));
        for (int i = 0; i < 500; i++) {
            tallies.count(key, NOW.plusSeconds(i % 20));
        }
        assertThat(tallies.take(NOW, false)).isEmpty();
        assertThat(tallies.take(LATER, false)).containsExactly(new Told(key, MINUTE, 500));
        assertThat(tallies.take(LATER, true)).isEmpty();
    }

    @Test
    void nothingIsKeptBackAtTheEnd() {
        // Given
        Key key = key("AC1", "192.0.2.1");
        tallies.count(key, NOW);
        tallies.take(NOW, false);
        tallies.count(key, NOW);
        // Then
        assertThat(tallies.take(NOW, true)).containsExactly(new Told(key, MINUTE, 1));
    }

    @Test
    void whatIsMergedWaitsAndWhatIsTakenBackDoesNot() {
        // Given
        Told merged = new Told(key("AC1", "192.0.2.1"), MINUTE, 7);
        Told again = new Told(key("AC2", "192.0.2.1"), MINUTE, 3);
        tallies.merge(merged);
        tallies.again(again);
        // Then
        assertThat(tallies.take(NOW, false)).containsExactly(again);
        assertThat(tallies.take(LATER, false)).containsExactly(merged);
    }

    @Test
    void memoryIsBoundedAndNothingIsLost() {
        // When a million names are tried from as many addresses
        for (int i = 0; i < 1_000_000; i++) {
            tallies.count(key("AC" + i, "2001:db8::" + Integer.toHexString(i)), NOW);
        }
        // Then
        List<Told> told = tallies.take(LATER, false);
        assertThat(told).hasSizeLessThanOrEqualTo(5_001);
        assertThat(told.stream().mapToLong(Told::count).sum()).isEqualTo(1_000_000);
        assertThat(tallies.take(LATER, true)).isEmpty();
    }
}
