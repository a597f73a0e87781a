package io.curfew.sims;

import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * Gives back a claimed SIM whose registration was cut off. The registration itself takes this item out of the queue.
 */
@ApplicationScoped
class SimClaimWork implements WorkHandler {
    private final SimStock stock;

    SimClaimWork(SimStock stock) {
        this.stock = stock;
    }

    @Override
    public String kind() {
        return SimWork.CLAIM;
    }

    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return stock.giveBack(item.targetId()).replaceWith(WorkOutcome.done());
    }
}
