package io.curfew.platform;

import io.curfew.numbers.InventorySeedService;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Fills an empty number inventory before the first request. */
@ApplicationScoped
class NumberInventoryStart {
    private final InventorySeedService inventory;

    NumberInventoryStart(InventorySeedService inventory) {
        this.inventory = inventory;
    }

    void onStart(@Observes @Priority(600) StartupEvent event) throws Throwable {
        int seeded = VertxContextSupport.subscribeAndAwait(inventory::seed);
        if (seeded > 0) {
            Log.infof("number inventory seeded: numbers=%d", seeded);
        }
    }
}
