package io.curfew.accounts;

import java.time.Duration;
import java.time.Instant;

/**
 * A tree's policy as readers see it.
 *
 * @param tenantId the main account
 * @param autoDeletion whether closed accounts are purged
 * @param autoDeletionWarning what runs before accounts closed earlier go, once auto-deletion is switched on
 * @param updatedAt when it was last settled
 * @param version grows with every change
 */
public record PolicyView(
        String tenantId, boolean autoDeletion, Duration autoDeletionWarning, Instant updatedAt, long version) {}
