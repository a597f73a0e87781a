package io.curfew.sims;

import io.curfew.events.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Which SIM a change is for, and who asks.
 *
 * @param tenantId the main account in whose tree it is held
 * @param accountId the account that must hold the SIM, null for any account of the tree
 * @param coverage the coverage that the SIM must have, null for either
 * @param sim the SIM
 * @param ifVersion the version that the caller saw, null to skip the check
 * @param actor who asks
 */
public record OnSim(
        String tenantId,
        @Nullable String accountId,
        @Nullable Coverage coverage,
        SimRef sim,
        @Nullable Long ifVersion,
        Actor actor) {
    /** A SIM of the tree, whoever holds it, in any version. */
    public OnSim(String tenantId, Coverage coverage, SimRef sim, Actor actor) {
        this(tenantId, null, coverage, sim, null, actor);
    }
}
