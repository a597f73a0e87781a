package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Removes SIMs for good: their rows go, the audit stays, and what came from stock is never registered again. */
@ApplicationScoped
class SimPurging {
    private final SimRepository sims;
    private final SimChanging changing;
    private final EventPublisher events;

    SimPurging(SimRepository sims, SimChanging changing, EventPublisher events) {
        this.sims = sims;
        this.changing = changing;
        this.events = events;
    }

    /** Removes those of the SIMs that are gone for readers at {@code now}. Needs a transaction. */
    Uni<Void> purge(String tenantId, List<String> ids, Instant now) {
        return sims.lockRows(tenantId, ids)
                .chain(there -> there.isEmpty()
                        ? Uni.createFrom().item(List.<Sim>of())
                        : sims.readAll(tenantId, there)
                                .map(rows -> rows.stream()
                                        .map(changing::read)
                                        .filter(sim -> sim.isGone(now))
                                        .toList()))
                .chain(gone -> sims.delete(tenantId, gone.stream().map(Sim::id).toList())
                        .chain(() -> events.publishAll(
                                gone.stream().map(sim -> purged(sim, now)).toList())));
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
