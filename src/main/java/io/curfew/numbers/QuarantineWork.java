package io.curfew.numbers;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;

/** Puts a number whose quarantine is over up for sale again; does nothing when it was bought back meanwhile. */
@ApplicationScoped
class QuarantineWork implements WorkHandler {
    static final String KIND = "number-quarantine";

    private final NumberInventory inventory;
    private final EventPublisher events;

    QuarantineWork(NumberInventory inventory, EventPublisher events) {
        this.inventory = inventory;
        this.events = events;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return inventory
                .endQuarantine(item.targetId(), now)
                .chain(ended -> ended ? tell(item) : Uni.createFrom().voidItem())
                .replaceWith(WorkOutcome.done());
    }

    private Uni<Void> tell(WorkItem item) {
        return events.publish(new DomainEvent(
                EventType.NUMBER_QUARANTINE_ENDED,
                item.tenantId(),
                item.accountId(),
                item.targetId(),
                item.dueAt(),
                Actor.worker(KIND),
                Map.of()));
    }
}
