package io.curfew.numbers;

import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Gives back a claimed number whose purchase was cut off. The purchase itself takes this item out of the queue. */
@ApplicationScoped
class NumberClaimWork implements WorkHandler {
    static final String KIND = "number-claim";

    private final NumberInventory inventory;

    NumberClaimWork(NumberInventory inventory) {
        this.inventory = inventory;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return inventory.giveBack(item.targetId()).replaceWith(WorkOutcome.done());
    }
}
