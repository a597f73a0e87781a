package io.curfew.platform.start;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the service stops when it is told to (SIGTERM): {@code curfew.shutdown.*}. */
@ConfigMapping(prefix = "curfew.shutdown")
public interface ShutdownConfig {

    /**
     * How long the stop may take, the delay included. Requests in flight are finished by then, and so is due work in
     * hand; what is not finished is cut off, which undoes it.
     */
    @WithDefault("20s")
    Duration timeout();

    /**
     * How long the service goes on as before once its readiness is down, so that whoever sends it calls has time to
     * notice. Answers ask callers to connect anew. It has to be shorter than the timeout.
     */
    @WithDefault("3s")
    Duration delay();
}
