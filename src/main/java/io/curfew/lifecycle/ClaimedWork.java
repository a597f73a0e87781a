package io.curfew.lifecycle;

import java.time.Instant;

/**
 * An item that a worker has in hand. Whatever the worker makes of it, a failure included, applies to the item as it was
 * claimed; where somebody else has changed the item meanwhile, nothing happens.
 *
 * @param id the row
 * @param item what was claimed
 * @param readyAt when it could first be claimed: its due instant or its next attempt, whichever is later
 */
record ClaimedWork(long id, WorkItem item, Instant readyAt) {}
