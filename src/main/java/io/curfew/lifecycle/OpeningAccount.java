package io.curfew.lifecycle;

import java.time.Instant;

/**
 * An account that is being made, as {@link LifecycleParticipant}s see it.
 *
 * @param tenantId its main account
 * @param accountId the account
 * @param at lifecycle time of its creation
 */
public record OpeningAccount(String tenantId, String accountId, Instant at) {}
