package io.curfew.platform;

import io.curfew.credentials.KeyCheckService;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Ends a start whose encryption key is not this installation's, before anything else is read or written. */
@ApplicationScoped
class EncryptionKeyStart {
    private static final String REFUSAL =
            "curfew: The encryption key is not the one that this database's secrets were encrypted with. Set"
                    + " CURFEW_ENCRYPTION_KEY to that one, or name it in CURFEW_ENCRYPTION_PREVIOUS_KEYS where the key"
                    + " was changed.";

    private final KeyCheckService keys;

    EncryptionKeyStart(KeyCheckService keys) {
        this.keys = keys;
    }

    void onStart(@Observes @Priority(400) StartupEvent event) throws Throwable {
        if (!VertxContextSupport.subscribeAndAwait(keys::confirm)) {
            // Quarkus ends with exit code 1 and writes this one's message alone to standard error.
            throw new ConfigurationException(REFUSAL);
        }
    }
}
