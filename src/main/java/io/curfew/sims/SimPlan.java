package io.curfew.sims;

import java.util.List;
import java.util.Set;

/**
 * The rules for every SIM of a subscription: a row of {@code sims/subscriptions.csv}.
 *
 * @param name wire name
 * @param coverages where it is sold
 * @param virtual whether its SIMs are virtual
 * @param firstStatus the status that its SIMs begin in
 * @param statuses the statuses that its SIMs can have
 * @param speedClasses the speed classes that its SIMs can have
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
     * The rules for SIMs whose subscription an operator has removed from the file. Nothing that such a SIM may be or
     * become is ruled out.
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
