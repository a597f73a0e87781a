package io.curfew.platform;

import io.curfew.credentials.KeyCheckService;
import io.curfew.credentials.KeyedHashes;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Ends a start whose encryption keys are not this installation's, before anything else is read or written. */
@ApplicationScoped
class EncryptionKeyStart {
    private static final String WRONG =
            "curfew: The encryption key is not the one that this database's secrets were encrypted with. Set"
                    + " CURFEW_ENCRYPTION_KEY to that one, or name it in CURFEW_ENCRYPTION_PREVIOUS_KEYS where the key"
                    + " was changed.";

    private static final String EARLIER_MISSING =
            "curfew: Secrets in this database may still be encrypted with an earlier key that is not set. Name it in"
                    + " CURFEW_ENCRYPTION_PREVIOUS_KEYS until the log says that no stored secret needs it any more.";

    private final KeyCheckService keys;
    private final KeyedHashes hashes;

    EncryptionKeyStart(KeyCheckService keys, KeyedHashes hashes) {
        this.keys = keys;
        this.hashes = hashes;
    }

    void onStart(@Observes @Priority(400) StartupEvent event) throws Throwable {
        // Quarkus ends with exit code 1 and writes the exception's message alone to standard error.
        switch (VertxContextSupport.subscribeAndAwait(keys::confirm)) {
            case WRONG -> throw new ConfigurationException(WRONG);
            case EARLIER_MISSING -> throw new ConfigurationException(EARLIER_MISSING);
            case RIGHT -> {
                if (keys.hasPreviousKeys()) {
                    Log.info("no stored secret needs curfew.encryption.previous-keys any more");
                }
            }
            case RIGHT_WITH_EARLIER ->
                Log.info("stored secrets may still be encrypted with earlier keys:"
                        + " keep them in curfew.encryption.previous-keys while they are encrypted anew");
        }
        VertxContextSupport.subscribeAndAwait(hashes::open);
    }
}
