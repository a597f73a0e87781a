package io.curfew.lifecycle;

import java.time.Instant;

/**
 * An item that a worker has in hand. What the worker makes of it, also that it failed, holds for the item as it was
 * claimed: for one that somebody else has moved on meanwhile, nothing happens.
 *
 * @param id the row
 * @param item what was claimed
 * @param readyAt from when on it could be claimed: its due instant or its next attempt, whichever is later
 */
record ClaimedWork(long id, WorkItem item, Instant readyAt) {}
