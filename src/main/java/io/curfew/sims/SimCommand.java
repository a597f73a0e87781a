package io.curfew.sims;

import io.curfew.events.Actor;

/**
 * What can be done to SIMs. A command is a value that says all there is to say, so that it can be kept and carried out later or
 * by somebody else. Only {@link RegisterSim} holds a secret, which is not to be kept.
 */
public sealed interface SimCommand permits CreateVirtualSim, RegisterSim, ChangeSim {
    /** The main account. */
    String tenantId();

    /** Who asks. */
    Actor actor();
}
