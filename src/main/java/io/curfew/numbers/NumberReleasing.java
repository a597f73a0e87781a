package io.curfew.numbers;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Releases numbers: charges the last months, puts the number into quarantine and publishes the event. */
@ApplicationScoped
class NumberReleasing {
    private final NumberRepository numbers;
    private final NumberInventory inventory;
    private final NumberCharges charges;
    private final WorkQueue work;
    private final EventPublisher events;
    private final NumbersConfig config;

    NumberReleasing(
            NumberRepository numbers,
            NumberInventory inventory,
            NumberCharges charges,
            WorkQueue work,
            EventPublisher events,
            NumbersConfig config) {
        this.numbers = numbers;
        this.inventory = inventory;
        this.charges = charges;
        this.work = work;
        this.events = events;
        this.config = config;
    }

    /**
     * Releases a number whose holder is closed, as of the closing. Does nothing when the holder is not closed or the
     * number was already released. Needs a transaction.
     *
     * @return whether there was something to do
     */
    Uni<Boolean> releaseLapsed(String tenantId, String id, Actor actor) {
        // An account never reopens, so what is read here without a lock stays true.
        return numbers.lapsedSince(tenantId, id)
                .chain(since -> since == null
                        ? Uni.createFrom().item(false)
                        : numbers.lockInUse(tenantId, id)
                                .chain(number -> number == null
                                        ? Uni.createFrom().item(false)
                                        : release(number, since, actor).replaceWith(true)));
    }

    /** Releases a locked number as of {@code at}. */
    Uni<Void> release(PhoneNumber number, Instant at, Actor actor) {
        Instant until = at.plus(config.quarantine());
        number.release(at);
        return numbers.flush()
                .chain(() -> charges.end(number, at))
                .chain(() -> inventory.quarantine(List.of(number.id()), until))
                // The work belongs to the main account, because the quarantine may outlast the account that held the
                // number.
                .chain(() -> work.schedule(
                        WorkItem.due(QuarantineWork.KIND, number.tenantId(), number.tenantId(), number.id(), until)))
                .chain(() -> events.publish(new DomainEvent(
                        EventType.NUMBER_RELEASED,
                        number.tenantId(),
                        number.accountId(),
                        number.id(),
                        at,
                        actor,
                        Map.of("quarantinedUntil", until.toString()))));
    }
}
