package io.curfew.lifecycle;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/**
 * Does one kind of due work. Runs in the transaction that claimed the item: the effect and the item's removal commit
 * together, so each item has exactly one effect. A failure rolls both back; the item is tried again with back-off and
 * parked when that does not help. Handlers check the state they find, since the world may have moved on.
 */
public interface WorkHandler {
    /** The kind of items this handler does. */
    String kind();

    /**
     * Does {@code item}, which is due and locked.
     *
     * @param now the time of the item's tree, at or after the due instant
     */
    @CheckReturnValue
    Uni<WorkOutcome> handle(WorkItem item, Instant now);

    /** Whether one item stands for a page of rows, so that its statements are planned for the rows that there are now. */
    default boolean isPaged() {
        return false;
    }
}
