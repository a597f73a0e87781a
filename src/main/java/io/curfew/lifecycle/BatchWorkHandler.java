package io.curfew.lifecycle;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/**
 * Does many items of one kind and tenant at a time, in the transaction that claimed them: all of them or none. When a
 * batch fails, its items are done one by one, so that only the faulty one fails.
 */
public interface BatchWorkHandler extends WorkHandler {
    /** Items of a batch at most. */
    int batchSize();

    /**
     * Does {@code items}, which are due, locked, and of one tenant; they are finished with that.
     *
     * @param now the time of their tree, at or after the due instants
     */
    @CheckReturnValue
    Uni<Void> handleAll(List<WorkItem> items, Instant now);

    @Override
    default Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return handleAll(List.of(item), now).replaceWith(WorkOutcome.done());
    }
}
