package io.curfew.sims;

import io.curfew.lifecycle.BatchWorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Removes terminated SIMs whose retention is over. */
@ApplicationScoped
class SimPurgeWork implements BatchWorkHandler {
    private static final int BATCH = 100;

    private final SimPurging purging;

    SimPurgeWork(SimPurging purging) {
        this.purging = purging;
    }

    @Override
    public String kind() {
        return SimWork.PURGE;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public Uni<Void> handleAll(List<WorkItem> items, Instant now) {
        return purging.purge(items.get(0).tenantId(), SimWork.simIds(items), now);
    }
}
