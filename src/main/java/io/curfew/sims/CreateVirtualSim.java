package io.curfew.sims;

import io.curfew.events.Actor;

/**
 * Makes a virtual SIM.
 *
 * @param tenantId the holder's main account
 * @param accountId the holder
 * @param coverage the coverage of the door that the request came through
 * @param subscription wire name of a virtual subscription
 * @param actor who asks
 */
public record CreateVirtualSim(String tenantId, String accountId, Coverage coverage, String subscription, Actor actor)
        implements SimCommand {}
