package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Removes SIMs for good: their rows go, the audit stays, and what came from stock is never registered again. */
@ApplicationScoped
class SimPurging {
    private final SimRepository sims;
    private final SimHoldings holdings;
    private final SimChanging changing;
    private final WorkQueue work;
    private final EventPublisher events;

    SimPurging(SimRepository sims, SimHoldings holdings, SimChanging changing, WorkQueue work, EventPublisher events) {
        this.sims = sims;
        this.holdings = holdings;
        this.changing = changing;
        this.work = work;
        this.events = events;
    }

    /**
     * Removes those of the SIMs that are gone for readers at {@code now}. Where their histories are together too long
     * for that, the rest is left to separate work ({@link SimHistoryPurgeWork}). Needs a transaction.
     */
    Uni<Void> purge(String tenantId, List<String> ids, Instant now) {
        return gone(tenantId, ids, now).chain(gone -> {
            List<Sim> removed = new ArrayList<>();
            List<WorkItem> left = new ArrayList<>();
            long records = 0;
            for (Sim sim : gone) {
                records += sim.records();
                if (SimHoldings.areLong(records)) {
                    left.add(WorkItem.due(SimWork.HISTORY_PURGE, tenantId, sim.accountId(), sim.id(), now));
                } else {
                    removed.add(sim);
                }
            }
            return work.scheduleAll(SimWork.HISTORY_PURGE, tenantId, left).chain(() -> remove(tenantId, removed, now));
        });
    }

    /**
     * Does one step of removing a SIM that is gone for readers at {@code now} and whose history is long. Needs a
     * transaction.
     *
     * @return whether there is more to do
     */
    Uni<Boolean> purgeLong(String tenantId, String id, Instant now) {
        return gone(tenantId, List.of(id), now)
                .chain(gone -> gone.isEmpty()
                        ? Uni.createFrom().item(false)
                        : holdings.trim(tenantId, id)
                                .chain(more -> more
                                        ? Uni.createFrom().item(true)
                                        : remove(tenantId, gone, now).replaceWith(false)));
    }

    /** Removes a page of SIMs that a purged account held, along with their work. Needs a transaction. */
    Uni<Void> purgePage(String tenantId, SimHoldings.Page page) {
        if (page.ids().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return sims.lockRows(tenantId, page.ids())
                .chain(there -> (page.isTooLong()
                                ? holdings.trim(tenantId, page.ids().get(0))
                                : Uni.createFrom().item(false))
                        .chain(more -> more
                                ? Uni.createFrom().voidItem()
                                : sims.cancelWork(tenantId, there).chain(() -> sims.delete(tenantId, there))));
    }

    private Uni<List<Sim>> gone(String tenantId, List<String> ids, Instant now) {
        return sims.lockRows(tenantId, ids)
                .chain(there -> there.isEmpty()
                        ? Uni.createFrom().item(List.<Sim>of())
                        : sims.readAll(tenantId, there)
                                .map(rows -> rows.stream()
                                        .map(changing::read)
                                        .filter(sim -> sim.lifecycle().isGone(now))
                                        .toList()));
    }

    private Uni<Void> remove(String tenantId, List<Sim> gone, Instant now) {
        return sims.delete(tenantId, gone.stream().map(Sim::id).toList())
                .chain(() -> events.publishAll(
                        gone.stream().map(sim -> purged(sim, now)).toList()));
    }

    private static DomainEvent purged(Sim sim, Instant now) {
        return new DomainEvent(
                EventType.SIM_PURGED,
                sim.tenantId(),
                sim.accountId(),
                sim.id(),
                now,
                Actor.worker(SimWork.PURGE),
                Map.of());
    }
}
