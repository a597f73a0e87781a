package io.curfew.accounts;

import io.curfew.lifecycle.LifecycleStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts of a tree are wanted.
 *
 * @param tenantId the tree
 * @param onlyId this one account, or null for all
 * @param name exactly this name, or null for any
 * @param status exactly this own status, or null for any
 */
public record AccountFilter(
        String tenantId,
        @Nullable String onlyId,
        @Nullable String name,
        @Nullable LifecycleStatus status) {}
