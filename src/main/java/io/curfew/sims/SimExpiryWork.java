package io.curfew.sims;

import io.curfew.lifecycle.BatchWorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/**
 * Writes expiries that are due. For an expiry that a change has replaced or settled meanwhile, nothing is left to do.
 */
@ApplicationScoped
class SimExpiryWork implements BatchWorkHandler {
    private static final int BATCH = 100;

    private final SimChanging changing;

    SimExpiryWork(SimChanging changing) {
        this.changing = changing;
    }

    @Override
    public String kind() {
        return SimWork.EXPIRY;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public Uni<Void> handleAll(List<WorkItem> items, Instant now) {
        return changing.settleAll(items.get(0).tenantId(), SimWork.simIds(items));
    }
}
