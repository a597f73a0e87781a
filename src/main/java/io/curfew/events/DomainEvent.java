package io.curfew.events;

import java.time.Instant;
import java.util.Map;

/**
 * One change that happened to one thing.
 *
 * @param type what happened
 * @param tenantId the main account
 * @param accountId the account that holds the thing
 * @param subject the thing's id: the account's own, a number's, a credential's
 * @param at lifecycle time of the change
 * @param actor who made it
 * @param data facts; never a secret, and what is personal (names, addresses) only as a {@link PersonalValue}, for entries outlive
 *     a purge
 */
public record DomainEvent(
        EventType type,
        String tenantId,
        String accountId,
        String subject,
        Instant at,
        Actor actor,
        Map<String, Object> data) {
    public DomainEvent {
        data = Map.copyOf(data);
    }

    /** The same event about another account of the tree, which is then its subject as well. */
    DomainEvent about(String otherAccountId) {
        return new DomainEvent(type, tenantId, otherAccountId, otherAccountId, at, actor, data);
    }
}
