package io.curfew.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.lifecycle.TreeLanes.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeLanesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant RESTED = NOW.plus(TreeLanes.REST);

    private final TreeLanes lanes = new TreeLanes(8);

    private Lane enter(String tree, Instant now) {
        Lane lane = lanes.lane();
        assertThat(lane.enter(tree, now)).isTrue();
        return lane;
    }

    @Test
    void oneTreeHasThreeOfFourLanes() {
        // Given
        for (int i = 0; i < 6; i++) {
            enter("a", NOW);
        }
        Lane seventh = lanes.lane();
        // When
        boolean entered = seventh.enter("a", NOW);
        // Then
        assertThat(entered).isFalse();
        assertThat(seventh.isRefused()).isTrue();
        assertThat(lanes.leftOut(NOW)).isEqualTo("a");
        enter("b", NOW);
        enter("b", NOW);
    }

    @Test
    void laneThatIsLeftIsFreeOnce() {
        // Given
        Lane first = enter("a", NOW);
        for (int i = 0; i < 5; i++) {
            enter("a", NOW);
        }
        // When
        first.leave();
        first.leave();
        // Then
        enter("a", NOW);
        assertThat(lanes.lane().enter("a", NOW)).isFalse();
    }

    @Test
    void onlyLaneIsEverybodys() {
        // Given
        TreeLanes single = new TreeLanes(1);
        Lane lane = single.lane();
        // Then
        assertThat(lane.enter("a", NOW)).isTrue();
        lane.leave();
        assertThat(single.leftOut(NOW)).isEmpty();
    }

    @Test
    void treeWhoseWorkHasFailedGetsNoFurtherLaneUntilThatIsRecorded() {
        // Given
        Lane failed = enter("a", NOW);
        // When
        failed.failing();
        failed.failing();
        // Then
        assertThat(lanes.leftOut(NOW)).isEqualTo("a");
        assertThat(lanes.lane().enter("a", NOW)).isFalse();
        // When
        failed.leave();
        // Then
        assertThat(lanes.leftOut(NOW)).isEmpty();
        enter("a", NOW);
    }

    @Test
    void stuckTreeRestsAndThenHasOneLaneUntilSomeOfItsWorkIsDone() {
        // Given
        lanes.stuck("a", NOW);
        // Then
        assertThat(lanes.leftOut(RESTED.minusMillis(1))).isEqualTo("a");
        assertThat(lanes.leftOut(RESTED)).isEmpty();
        enter("a", RESTED);
        assertThat(lanes.leftOut(RESTED)).isEqualTo("a");
        // When
        lanes.done("a");
        // Then
        assertThat(lanes.leftOut(RESTED)).isEmpty();
        enter("a", RESTED);
    }

    @Test
    void stuckTreeIsForgottenAfterAMinute() {
        // Given
        lanes.stuck("a", NOW);
        enter("a", RESTED);
        // When
        Instant later = RESTED.plus(Duration.ofMinutes(1));
        // Then
        assertThat(lanes.leftOut(later)).isEmpty();
        enter("a", later);
    }

    @Test
    void stuckTreesTogetherHaveHalfOfTheLanes() {
        // Given
        for (String tree : List.of("a", "b", "c", "d", "e")) {
            lanes.stuck(tree, NOW);
        }
        // When
        Lane first = enter("a", RESTED);
        for (String tree : List.of("b", "c", "d")) {
            enter(tree, RESTED);
        }
        // Then
        assertThat(lanes.leftOut(RESTED)).isEqualTo("a,b,c,d,e");
        enter("z", RESTED);
        // When
        first.leave();
        // Then
        enter("e", RESTED);
    }
}
