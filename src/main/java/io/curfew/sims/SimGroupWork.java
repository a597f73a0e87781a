package io.curfew.sims;

import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Takes SIMs out of a group that was deleted, one page at a time. */
@ApplicationScoped
class SimGroupWork implements WorkHandler {
    private final SimGroups groups;

    SimGroupWork(SimGroups groups) {
        this.groups = groups;
    }

    @Override
    public String kind() {
        return SimWork.GROUP;
    }

    @Override
    public boolean isPaged() {
        return true;
    }

    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return groups.empty(item.tenantId(), item.targetId(), now)
                .map(more -> more ? WorkOutcome.dueAgain(now) : WorkOutcome.done());
    }
}
