package io.curfew.sims;

import java.util.List;
import java.util.Set;

/**
 * What holds for every SIM of a subscription: a row of {@code sims/subscriptions.csv}.
 *
 * @param name wire name
 * @param coverages where it is sold
 * @param virtual whether its SIMs are virtual
 * @param firstStatus where its SIMs begin
 * @param statuses the statuses it knows
 * @param speedClasses the speed classes it knows
 * @param defaultSpeedClass the one its SIMs begin with
 * @param bundles whether it takes bundles
 * @param reactivationFee whether coming back from standby or suspended is charged
 * @param returnDue whether its cards must be sent back
 * @param addableTo subscriptions that it can be added to; {@code *} for all
 */
record SimPlan(
        String name,
        Set<Coverage> coverages,
        boolean virtual,
        SimStatus firstStatus,
        Set<SimStatus> statuses,
        List<String> speedClasses,
        String defaultSpeedClass,
        boolean bundles,
        boolean reactivationFee,
        boolean returnDue,
        Set<String> addableTo) {
    boolean isAddableTo(String other) {
        return addableTo.contains("*") || addableTo.contains(other);
    }

    /**
     * For SIMs whose subscription an operator has taken out of the file: nothing that such a SIM may be or become is
     * ruled out.
     */
    static SimPlan withdrawn(String name) {
        return new SimPlan(
                name,
                Set.of(Coverage.values()),
                false,
                SimStatus.READY,
                Set.of(SimStatus.values()),
                List.of(),
                "",
                false,
                false,
                false,
                Set.of());
    }
}
