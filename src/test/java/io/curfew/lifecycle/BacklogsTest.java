package io.curfew.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.lifecycle.Backlogs.Place;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BacklogsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Place START = new Place(Instant.EPOCH, 0);

    private long nanos;
    private final Backlogs backlogs = new Backlogs(() -> nanos);

    private static ClaimedWork found(Instant readyAt, long id) {
        return new ClaimedWork(id, WorkItem.due("k", "b", "b", "t", readyAt), readyAt);
    }

    @Test
    void whoLeavesTheSameTreesOutBeginsWhereTheFirstWorkOfOthersWas() {
        // Given
        Instant due = NOW.minusSeconds(60);
        // When
        backlogs.read("a", START, found(due, 7), NOW);
        // Then
        assertThat(backlogs.end("a")).isEqualTo(new Place(due, 7));
        assertThat(backlogs.end("")).isEqualTo(START);
        assertThat(backlogs.end("a,b")).isEqualTo(START);
    }

    @Test
    void whatIsWrittenWhileItFallsDueIsStillSeen() {
        // When
        backlogs.read("a", START, null, NOW);
        backlogs.read("b", START, found(NOW, 7), NOW);
        // Then
        assertThat(backlogs.end("a")).isEqualTo(new Place(NOW.minusSeconds(1), 0));
        assertThat(backlogs.end("b")).isEqualTo(new Place(NOW.minusSeconds(1), 0));
    }

    @Test
    void queueIsReadAsAWholeOnceInAWhile() {
        // Given
        backlogs.read("a", START, found(NOW.minusSeconds(60), 7), NOW);
        Place first = backlogs.end("a");
        // When a claim goes on from there, which is no reading of the whole
        nanos += Duration.ofSeconds(2).toNanos();
        backlogs.read("a", first, found(NOW.minusSeconds(50), 8), NOW);
        assertThat(backlogs.end("a")).isEqualTo(new Place(NOW.minusSeconds(50), 8));
        nanos += Duration.ofSeconds(2).toNanos();
        // Then
        assertThat(backlogs.end("a")).isEqualTo(START);
    }
}
