package io.curfew.accounts;

import io.curfew.lifecycle.LifecycleStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts are wanted.
 *
 * @param tenantId the tree, or null for the main accounts of all trees, which only the platform operator sees
 * @param onlyId this one account, or null for all
 * @param onlySubaccounts whether the tree's main account is left out
 * @param name exactly this name, or null for any
 * @param status exactly this own status, or null for any
 */
public record AccountFilter(
        @Nullable String tenantId,
        @Nullable String onlyId,
        boolean onlySubaccounts,
        @Nullable String name,
        @Nullable LifecycleStatus status) {
    /** Accounts of a tree, its main account included. */
    public AccountFilter(
            String tenantId, @Nullable String onlyId, @Nullable String name, @Nullable LifecycleStatus status) {
        this(tenantId, onlyId, false, name, status);
    }
}
