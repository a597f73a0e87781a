package io.curfew.numbers;

import io.curfew.events.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Gives a number up.
 *
 * @param tenantId the holder's main account
 * @param accountId the holder
 * @param id the number
 * @param ifVersion the version that the caller saw, null to skip the check
 * @param actor who asks
 */
public record ReleaseNumber(
        String tenantId,
        String accountId,
        String id,
        @Nullable Long ifVersion,
        Actor actor) implements NumberCommand {}
