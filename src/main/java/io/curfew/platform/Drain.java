package io.curfew.platform;

import io.curfew.lifecycle.WorkRunner;
import io.curfew.platform.start.ShutdownConfig;
import io.quarkus.logging.Log;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The orderly stop. Quarkus takes readiness down, goes on serving for {@code curfew.shutdown.delay} and then waits for the
 * requests in flight; most HTTP/2 connections are told to go elsewhere. What is added here: every answer over HTTP/1.1 ends
 * its connection, nobody can connect any more after the delay and every answer is the connection's last, and due work that
 * is in hand is finished while no other is taken on. {@code ServiceStart} hands both settings on to Quarkus.
 */
@ApplicationScoped
class Drain {
    private static final long LOOK_NANOS = 20_000_000;

    private final WorkRunner work;
    private final Scheduler scheduler;
    private final ShutdownConfig config;
    private final Vertx vertx;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean draining;
    private volatile boolean closed;
    private volatile long deadline;

    Drain(WorkRunner work, Scheduler scheduler, ShutdownConfig config, Vertx vertx) {
        this.work = work;
        this.scheduler = scheduler;
        this.config = config;
        this.vertx = vertx;
    }

    /** Called before the delay: nothing new is begun in the background. */
    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        deadline = System.nanoTime() + config.timeout().toNanos();
        draining = true;
        work.stop();
        if (scheduler.isRunning()) {
            scheduler.pause();
        }
        // Development mode restarts the application behind the same socket.
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            vertx.setTimer(Math.max(1, config.delay().toMillis()), over -> close());
        }
        vertx.setTimer(config.timeout().toMillis(), over -> tellUnfinished());
    }

    private void close() {
        closed = true;
        Listeners.close();
    }

    private void tellUnfinished() {
        if (requests.get() > 0) {
            Log.warnf("requests were in flight when the time to stop was over: %d", requests.get());
        }
    }

    /** Counts a request to the end of its answer. To be called once for each. */
    void count(RoutingContext context) {
        requests.incrementAndGet();
        context.addEndHandler(end -> requests.decrementAndGet());
    }

    /** Makes an answer the last one of its connection if the service is stopping by the time that it is given. */
    void mark(RoutingContext context) {
        context.addHeadersEndHandler(head -> {
            boolean many = context.request().version() == HttpVersion.HTTP_2;
            if (draining && !many) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                context.addEndHandler(end -> context.request().connection().close());
            } else if (closed && many) {
                // This is done even for clients that Quarkus makes an exception for; other requests on the connection
                // are still answered.
                context.addEndHandler(end -> context.request().connection().shutdown());
            }
        });
    }

    /** Called after the last request, before the database's connections go. */
    void finish(@Observes ShutdownEvent event) {
        while (draining && !work.isIdle()) {
            if (System.nanoTime() - deadline > 0) {
                Log.warn("due work was in hand when the time to stop was over; it is undone and left to others");
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
