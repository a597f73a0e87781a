package io.curfew.accounts;

import io.curfew.events.Actor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settles what becomes of a tree's closed accounts.
 *
 * @param tenantId the tree
 * @param autoDeletion whether they are purged by themselves
 * @param warning how long a purge is announced before it is done, null to keep it
 * @param ifVersion the version of the policy that the caller saw, null not to ask
 * @param actor who asks
 */
public record SetPolicy(
        String tenantId,
        boolean autoDeletion,
        @Nullable Duration warning,
        @Nullable Long ifVersion,
        Actor actor) implements AccountCommand {}
