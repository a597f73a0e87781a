package io.curfew.lifecycle;

import io.curfew.events.Actor;
import java.time.Instant;

/**
 * An account whose end is being worked on, as {@link LifecycleParticipant}s see it.
 *
 * @param tenantId its main account
 * @param accountId the account
 * @param at lifecycle time of the step
 * @param actor who caused it
 */
public record EndingAccount(String tenantId, String accountId, Instant at, Actor actor) {}
