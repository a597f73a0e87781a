package io.curfew.sims;

import io.curfew.lifecycle.BatchWorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/**
 * Terminates SIMs whose holder was closed, as of the closing. What was due before the closing is settled first. A SIM
 * gets an item of its own only when the page that it belonged to failed.
 */
@ApplicationScoped
class SimReleaseWork implements BatchWorkHandler {
    private static final int BATCH = 200;

    private final SimChanging changing;

    SimReleaseWork(SimChanging changing) {
        this.changing = changing;
    }

    @Override
    public String kind() {
        return SimWork.RELEASE;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public Uni<Void> handleAll(List<WorkItem> items, Instant now) {
        return changing.settleLapsed(items.get(0).tenantId(), SimWork.simIds(items));
    }
}
