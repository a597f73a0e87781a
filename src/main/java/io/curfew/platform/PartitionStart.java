package io.curfew.platform;

import io.curfew.events.MonthPartitions;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Makes the missing months of the append-only tables before anything is written. If others keep the tables locked, the
 * service starts all the same: what is written goes to the default partition, and the job moves it later.
 */
@ApplicationScoped
class PartitionStart {
    private static final int BEFORE_BOOTSTRAP = 400;

    private final MonthPartitions partitions;

    PartitionStart(MonthPartitions partitions) {
        this.partitions = partitions;
    }

    void onStart(@Observes @Priority(BEFORE_BOOTSTRAP) StartupEvent event) {
        try {
            VertxContextSupport.subscribeAndAwait(partitions::createAhead);
        } catch (Throwable e) {
            Log.warn("months of the append-only tables could not be made, the default partition takes their rows", e);
        }
    }
}
