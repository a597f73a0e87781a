package io.curfew.sims;

import static io.curfew.sims.SimDesk.on;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.ErrorCode;
import io.curfew.testing.Accounts;
import io.curfew.testing.CurfewTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every cell of the status machine in the tables; {@link SimLifecycleTest} has them for every subscription. */
@CurfewTest
class SimTransitionsTest {
    private static final List<SimStatus> TARGETS = Arrays.stream(SimStatus.values())
            .filter(to -> to != SimStatus.READY)
            .toList();

    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    Accounts accounts;

    @Test
    void everyWayThatIsTakenIsWrittenAndEveryOtherLeavesTheTablesAsTheyWere() {
        List<String> wrong = new ArrayList<>();
        Accounts.Credentials main = accounts.main();
        for (CatalogFile.Row row :
                CatalogFile.read(Optional.empty(), "transitions.csv").rows()) {
            SimStatus from = SimStatus.valueOf(row.text("from"));
            for (SimStatus to : TARGETS) {
                SimView sim = desk.anUnprotectedSim(main);
                Outcome expected = expected(from, row.text(to.name()));
                Outcome found = take(bring(sim, from), to);
                if (expected != found) {
                    wrong.add(from + " to " + to + ": " + found + " in place of " + expected);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private enum Outcome {
        TAKEN,
        SAME,
        SIM_TERMINATED,
        SIM_TRANSITION_INVALID,
        INCONSISTENT
    }

    private static Outcome expected(SimStatus from, String cell) {
        if (from == SimStatus.TERMINATED && !cell.equals("same")) {
            return Outcome.SIM_TERMINATED;
        }
        return switch (cell) {
            case "yes" -> Outcome.TAKEN;
            case "same" -> Outcome.SAME;
            default -> Outcome.SIM_TRANSITION_INVALID;
        };
    }

    private SimView bring(SimView sim, SimStatus status) {
        if (status == SimStatus.READY || status == sim.status()) {
            desk.force(sim, status);
            return desk.get(sim);
        }
        return await(() -> change(sim, status));
    }

    private Uni<SimView> change(SimView sim, SimStatus to) {
        return switch (to) {
            case READY -> throw new IllegalArgumentException("no way leads there");
            case ACTIVE -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.ACTIVE));
            case INACTIVE -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.INACTIVE));
            case STANDBY -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.STANDBY));
            case SUSPENDED -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.SUSPENDED));
            case TERMINATED -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED));
        };
    }

    /** Tries, and looks whether the tables and the answer say the same. */
    private Outcome take(SimView before, SimStatus to) {
        List<Object> rowBefore = desk.row(before);
        int eventsBefore = desk.events(before).size();
        int chargedBefore = desk.charged(before).size();
        SimView[] after = new SimView[1];
        Optional<ErrorCode> refusal = refusal(() -> after[0] = await(() -> change(before, to)));
        List<Object> rowAfter = desk.row(before);
        int events = desk.events(before).size() - eventsBefore;
        int charged = desk.charged(before).size() - chargedBefore;
        if (refusal.isPresent() || after[0].equals(before)) {
            boolean untouched = rowAfter.equals(rowBefore)
                    && events == 0
                    && charged == 0
                    && desk.get(before).equals(before);
            if (!untouched) {
                return Outcome.INCONSISTENT;
            }
            return refusal.map(code -> Outcome.valueOf(code.name())).orElse(Outcome.SAME);
        }
        boolean reactivated = (before.status() == SimStatus.STANDBY || before.status() == SimStatus.SUSPENDED)
                && (to == SimStatus.ACTIVE || to == SimStatus.INACTIVE);
        boolean paused = to == SimStatus.STANDBY || to == SimStatus.SUSPENDED;
        StatusRecord last = desk.history(before).get(desk.history(before).size() - 1);
        boolean consistent = after[0].status() == to
                && desk.get(before).equals(after[0])
                && rowAfter.get(0).equals(to.name())
                && ((Number) rowAfter.get(1)).longValue() == before.version() + 1
                && ((Number) rowAfter.get(2)).longValue() == ((Number) rowBefore.get(2)).longValue() + 1
                && events == 1
                && desk.audit(before).equals(desk.events(before))
                && charged == (reactivated ? 1 : 0)
                && after[0].updatedAt().isAfter(before.updatedAt())
                && last.status() == SubscriberStatus.of(to)
                && last.at().equals(after[0].updatedAt())
                && last.isPrimary()
                && (paused
                        ? after[0].updatedAt().equals(after[0].renewalSetAt())
                        : java.util.Objects.equals(after[0].renewalSetAt(), before.renewalSetAt()))
                && (to == SimStatus.TERMINATED) == (after[0].terminatedAt() != null)
                && desk.work(before).contains("sim-purge") == (to == SimStatus.TERMINATED);
        return consistent ? Outcome.TAKEN : Outcome.INCONSISTENT;
    }
}
