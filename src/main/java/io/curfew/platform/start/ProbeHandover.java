package io.curfew.platform.start;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Frees the HTTP port at the last moment before the application listens on it, so that probes are answered during the
 * migrations as well.
 */
@ApplicationScoped
class ProbeHandover {

    private static final int AFTER_ALL_OTHERS = Integer.MAX_VALUE;

    void handOver(@Observes @Priority(AFTER_ALL_OTHERS) StartupEvent started) {
        ProbeListener.closeCurrent();
    }
}
