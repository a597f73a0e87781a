package io.curfew.lifecycle;

import java.time.Instant;

/**
 * Something that is due at an instant. There is at most one item for each tenant, kind and target.
 *
 * @param kind which {@link WorkHandler} does it
 * @param tenantId the main account
 * @param accountId the account it is done for
 * @param targetId what it is done to
 * @param dueAt never done before this
 * @param attempts failed attempts so far
 */
public record WorkItem(String kind, String tenantId, String accountId, String targetId, Instant dueAt, int attempts) {
    /** A new item. */
    public static WorkItem due(String kind, String tenantId, String accountId, String targetId, Instant dueAt) {
        return new WorkItem(kind, tenantId, accountId, targetId, dueAt, 0);
    }
}
