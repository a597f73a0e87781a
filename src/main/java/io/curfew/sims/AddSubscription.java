package io.curfew.sims;

/**
 * A further subscription for a SIM.
 *
 * @param iccid the profile it goes onto
 * @param subscription wire name of a subscription that can be added to the SIM's
 */
public record AddSubscription(String iccid, String subscription) {}
