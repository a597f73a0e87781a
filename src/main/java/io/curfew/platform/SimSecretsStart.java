package io.curfew.platform;

import io.curfew.sims.SimStockService;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Gets the key of SIMs' registration secrets before the first request, and seals what an earlier version left. It runs
 * after the encryption key has been found to be the right one.
 */
@ApplicationScoped
class SimSecretsStart {
    private final SimStockService stock;

    SimSecretsStart(SimStockService stock) {
        this.stock = stock;
    }

    void onStart(@Observes @Priority(450) StartupEvent event) throws Throwable {
        VertxContextSupport.subscribeAndAwait(stock::openSecrets);
        int all = 0;
        int page;
        do {
            page = VertxContextSupport.subscribeAndAwait(stock::sealSecrets);
            all += page;
        } while (page > 0);
        if (all > 0) {
            Log.infof("registration secrets sealed: sims=%d", all);
        }
    }
}
