package io.curfew.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What several capabilities find together. */
class InspectionTest {
    @Test
    void addsUpWhatIsReleasedAndWhatStandsInTheWay() {
        // Given
        Blocker sim = new Blocker("sim", "1", "termination-protection");
        Blocker invoice = new Blocker("invoice", "2", "unpaid");
        // When
        Inspection all = Inspection.releasing("sims", 3)
                .blockedBy(List.of(sim), 1)
                .and(Inspection.releasing("numbers", 2))
                .and(Inspection.NOTHING.blockedBy(List.of(invoice), 7))
                .and(Inspection.releasing("sims", 1));
        // Then
        assertThat(all).isEqualTo(new Inspection(Map.of("sims", 4L, "numbers", 2L), List.of(sim, invoice), 8));
    }

    @Test
    void namesTheFirstHundredAndCountsTheOthers() {
        // Given
        List<Blocker> sims = IntStream.range(0, 80)
                .mapToObj(i -> new Blocker("sim", "" + i, "termination-protection"))
                .toList();
        // When
        Inspection all = Inspection.NOTHING.blockedBy(sims, 80).blockedBy(sims, 80);
        // Then
        assertThat(all.blockers()).hasSize(100).startsWith(sims.toArray(Blocker[]::new));
        assertThat(all.blockerCount()).isEqualTo(160);
    }
}
