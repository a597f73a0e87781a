package io.curfew.platform;

import io.curfew.advertising.TimeStamps;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Reads the installation's id, which time stamps are made of, before the first request. */
@ApplicationScoped
class TimeStampStart {
    private final TimeStamps stamps;

    TimeStampStart(TimeStamps stamps) {
        this.stamps = stamps;
    }

    void onStart(@Observes @Priority(550) StartupEvent event) throws Throwable {
        VertxContextSupport.subscribeAndAwait(stamps::load);
    }
}
