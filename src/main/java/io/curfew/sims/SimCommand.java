package io.curfew.sims;

import io.curfew.events.Command;

/** What can be done to SIMs. */
public sealed interface SimCommand extends Command permits CreateVirtualSim, RegisterSim, ChangeSim {
    /** The main account. */
    String tenantId();
}
