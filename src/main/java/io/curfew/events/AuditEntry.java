package io.curfew.events;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened without changing anything that events tell of.
 *
 * @param action what happened
 * @param tenantId the main account, or {@link #PLATFORM}
 * @param accountId the account it is about, or {@link #PLATFORM}
 * @param subject the thing's id
 * @param at when
 * @param actor who did it
 * @param detail facts; never a secret or a name that was tried, and what is personal only as a {@link PersonalValue}
 */
public record AuditEntry(
        AuditAction action,
        String tenantId,
        String accountId,
        String subject,
        Instant at,
        Actor actor,
        Map<String, Object> detail) {
    /**
     * Stands in for the tenant in the platform's own audit, which tells of what belongs to no tenant. No account has
     * this id.
     */
    public static final String PLATFORM = "platform";

    public AuditEntry {
        detail = Map.copyOf(detail);
    }
}
