package io.curfew.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.credentials.PasswordQueue.Entry;
import io.curfew.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordQueueTest {
    private static final int CAPACITY = 30;
    private static final int SLOW_AFTER = 20;
    private static final Duration REST = Duration.ofSeconds(1);

    private final SettableClock clock = new SettableClock();
    private final PasswordQueue<String> queue = new PasswordQueue<>(CAPACITY, SLOW_AFTER, REST, clock);
    private long now = 1_000;

    private Entry<String> entry(String name, String source) {
        return new Entry<>(new PasswordAsker(name, source), name + " from " + source, now++);
    }

    private List<String> polled(int count) {
        return Stream.generate(() -> queue.poll(now))
                .limit(count)
                .filter(Objects::nonNull)
                .map(Entry::work)
                .toList();
    }

    private String polled() {
        return polled(1).stream().findFirst().orElse("nobody");
    }

    private void wrong(String name, String source) {
        assertThat(queue.offer(entry(name, source))).isNull();
        Entry<String> polled = queue.poll(now);
        assertThat(polled).isNotNull();
        queue.done(polled, true, now);
    }

    /** One name from one address, one name from many, many names from one address. */
    @ParameterizedTest
    @ValueSource(strings = {"name|address", "name|address %d", "name %d|address"})
    void whoeverFloodsWaitsForHimself(String flood) {
        // Given
        for (int i = 0; i < 24; i++) {
            String[] asker = flood.formatted(i).split("\\|", -1);
            queue.offer(entry(asker[0].formatted(i), asker[1].formatted(i)));
        }
        polled(2);
        // When
        queue.offer(entry("owner", "home"));
        // Then
        assertThat(polled(2)).contains("owner from home");
    }

    @Test
    void ownerOfTheFloodedNameOrAtTheFloodedAddressIsNotHeldUpEither() {
        // Given
        for (int i = 0; i < 24; i++) {
            queue.offer(entry("owner", "address"));
        }
        polled(2);
        // When
        queue.offer(entry("owner", "home"));
        queue.offer(entry("neighbour", "address"));
        // Then
        assertThat(polled(4)).contains("owner from home", "neighbour from address");
    }

    @Test
    void lastOfEqualsComesFirstAndTheLongestWaitingEverySecondTime() {
        IntStream.range(0, 6).forEach(i -> queue.offer(entry("name " + i, "address")));
        assertThat(polled(6))
                .containsExactly(
                        "name 5 from address",
                        "name 0 from address",
                        "name 4 from address",
                        "name 1 from address",
                        "name 3 from address",
                        "name 2 from address");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whenItIsFullWhoStandsOutMostGivesWay() {
        // Given
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(queue.offer(entry("name", "address"))).isNull();
        }
        // When
        Entry<String> one = queue.offer(entry("owner", "home"));
        Entry<String> another = entry("name", "address");
        // Then
        assertThat(one).isNotNull();
        assertThat(one.work()).isEqualTo("name from address");
        assertThat(queue.offer(another)).isSameAs(another);
        assertThat(polled()).isEqualTo("owner from home");
    }

    @Test
    void nameThatIsGuessedAtGoesSlowlyWhereverTheGuessesComeFrom() {
        // Given
        for (int i = 0; i < SLOW_AFTER; i++) {
            wrong("owner", "address " + i);
        }
        // When
        queue.offer(entry("owner", "home"));
        queue.offer(entry("other", "home"));
        // Then
        assertThat(polled(2)).containsExactly("other from home");
        now += REST.toNanos();
        queue.offer(entry("owner", "work"));
        assertThat(polled(2)).as("one at a time").hasSize(1);
        // When
        queue.done(entry("owner", "work"), false, now);
        // Then
        assertThat(polled(2)).as("no rest after a right one").hasSize(1);
        queue.done(entry("owner", "home"), true, now);
        queue.offer(entry("owner", "home"));
        assertThat(polled()).isEqualTo("nobody");
        clock.advance(Duration.ofSeconds(61));
        assertThat(polled()).isEqualTo("owner from home");
    }

    @Test
    void freshAddressComesBeforeThoseThatWereWrongLately() {
        // Given
        for (int i = 0; i < SLOW_AFTER; i++) {
            wrong("owner", "address " + i % 5);
        }
        now += REST.toNanos();
        queue.offer(entry("owner", "home"));
        IntStream.range(0, 5).forEach(i -> queue.offer(entry("owner", "address " + i)));
        // When, then
        String first = polled();
        queue.done(entry("owner", "x"), false, now);
        String second = polled();
        assertThat(List.of(first, second)).contains("owner from home");
    }

    @Test
    void waitingTooLongEnds() {
        // Given
        Entry<String> old = entry("name", "address");
        queue.offer(old);
        queue.offer(entry("name", "home"));
        // Then
        assertThat(queue.removeOlderThan(1_001)).containsExactly(old);
        assertThat(queue.remove(old)).isFalse();
        assertThat(polled(2)).containsExactly("name from home");
    }
}
