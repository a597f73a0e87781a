package io.curfew.lifecycle;

/**
 * An item that a worker has in hand. What the worker makes of it, also that it failed, holds for the item as it was
 * claimed: for one that somebody else has moved on meanwhile, nothing happens.
 *
 * @param id the row
 * @param item what was claimed
 */
record ClaimedWork(long id, WorkItem item) {}
