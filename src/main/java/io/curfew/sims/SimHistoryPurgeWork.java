package io.curfew.sims;

import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * Removes a terminated SIM whose retention is over and whose history is long, one page of the history at a time.
 */
@ApplicationScoped
class SimHistoryPurgeWork implements WorkHandler {
    private final SimPurging purging;

    SimHistoryPurgeWork(SimPurging purging) {
        this.purging = purging;
    }

    @Override
    public String kind() {
        return SimWork.HISTORY_PURGE;
    }

    @Override
    public boolean isPaged() {
        return true;
    }

    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return purging.purgeLong(item.tenantId(), item.targetId(), now)
                .map(more -> more ? WorkOutcome.dueAgain(now) : WorkOutcome.done());
    }
}
