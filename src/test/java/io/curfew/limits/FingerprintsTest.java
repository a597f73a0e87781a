package io.curfew.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.SettableClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
    private final Fingerprints fingerprints = new Fingerprints();

    @Test
    void sameTextsHaveTheSameOne() {
        assertThat(fingerprints.of("a", "bc")).isEqualTo(fingerprints.of("a", "bc"));
        assertThat(fingerprints.of("")).isEqualTo(fingerprints.of(""));
    }

    @Test
    void bordersOrderAndKeyMakeADifference() {
        assertThat(fingerprints.of("a", "bc"))
                .isNotEqualTo(fingerprints.of("ab", "c"))
                .isNotEqualTo(fingerprints.of("abc"))
                .isNotEqualTo(fingerprints.of("bc", "a"))
                .isNotEqualTo(fingerprints.of("a", "bc", ""))
                .isNotEqualTo(new Fingerprints().of("a", "bc"));
    }

    @Test
    void threadsDoNotDisturbEachOther() {
        Fingerprint expected = fingerprints.of("name", "secret");
        assertThat(IntStream.range(0, 100_000).parallel().mapToObj(i -> fingerprints.of("name", "secret")))
                .allMatch(expected::equals);
    }

    @Test
    void hugeKeysTakeNoMemory() {
        // Given
        RateLimiter limiter = new RateLimiter(20, Duration.ofMinutes(1), new SettableClock());
        String huge = "x".repeat(250_000);
        long before = used();
        // When
        for (int i = 0; i < 800; i++) {
            assertThat(limiter.tryAcquire(huge + i)).isTrue();
        }
        // Then
        assertThat(used() - before).as("of 200 MB of keys").isLessThan(100_000_000);
        assertThat(limiter.used(huge + 0)).isEqualTo(1);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
