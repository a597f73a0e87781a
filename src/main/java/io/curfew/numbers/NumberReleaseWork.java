package io.curfew.numbers;

import io.curfew.events.Actor;
import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Releases a number of a closed account when releasing it together with the others of its page has failed. */
@ApplicationScoped
class NumberReleaseWork implements WorkHandler {
    static final String KIND = "number-release";

    private final NumberReleasing releasing;

    NumberReleaseWork(NumberReleasing releasing) {
        this.releasing = releasing;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return releasing
                .releaseLapsed(item.tenantId(), item.targetId(), Actor.worker(KIND))
                .replaceWith(WorkOutcome.done());
    }
}
