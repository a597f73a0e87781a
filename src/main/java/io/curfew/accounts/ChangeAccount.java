package io.curfew.accounts;

import io.curfew.events.Actor;
import io.curfew.lifecycle.LifecycleStatus;
import org.jspecify.annotations.Nullable;

/**
 * A change of an account: a new name, a new status, or both at once.
 *
 * @param tenantId the tree
 * @param accountId the account
 * @param name the new name, null to keep it
 * @param status the status wanted, null to keep it; one that it has already changes nothing
 * @param reason why, for the audit and readers; may be null
 * @param ifVersion the version the caller saw, null not to ask
 * @param actor who asks
 */
public record ChangeAccount(
        String tenantId,
        String accountId,
        @Nullable String name,
        @Nullable LifecycleStatus status,
        @Nullable String reason,
        @Nullable Long ifVersion,
        Actor actor)
        implements AccountCommand {
    /** A change of name alone. */
    public static ChangeAccount rename(String tenantId, String accountId, String name, Actor actor) {
        return new ChangeAccount(tenantId, accountId, name, null, null, null, actor);
    }

    /** A change of status alone. */
    public static ChangeAccount to(LifecycleStatus status, String tenantId, String accountId, Actor actor) {
        return new ChangeAccount(tenantId, accountId, null, status, null, null, actor);
    }
}
