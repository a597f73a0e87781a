package io.curfew.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Times each request under {@code http.server.requests}. Whatever is sent, the labels come from fixed sets: the methods
 * that HTTP has, the routes that are served, the statuses that we answer with. Quarkus's own timer takes the method,
 * and the path where no route was found, as they come; it is switched off in {@code application.properties}.
 */
@ApplicationScoped
class RequestMetrics {
    private static final String NAME = "http.server.requests";

    /** Stands for every method that no route is for. */
    private static final String OTHER = "OTHER";

    /** Stands for every path at which no route was found, or that was refused before one was looked for. */
    private static final String UNMATCHED = "unmatched";

    /** The status of a request whose caller went away before the answer. */
    private static final int RESET = 0;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** The key under which Quarkus leaves the template of the route that it has found. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private final MeterRegistry registry;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

    private record Labels(String method, String uri, int status) {}

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Times a request from now on to the end of its answer. To be called once for each. */
    void measure(RoutingContext context) {
        long start = System.nanoTime();
        context.addEndHandler(end -> record(
                context, end.succeeded() && context.response().ended(), Duration.ofNanos(System.nanoTime() - start)));
    }

    private void record(RoutingContext context, boolean answered, Duration duration) {
        String method = context.request().method().name();
        Labels labels = new Labels(
                METHODS.contains(method) ? method : OTHER,
                route(context),
                answered ? context.response().getStatusCode() : RESET);
        Timer known = timers.get(labels); // without the lock that is taken to add one
        (known == null ? timers.computeIfAbsent(labels, this::timer) : known).record(duration);
    }

    private static String route(RoutingContext context) {
        @Nullable
        String template =
                ((HttpServerRequestInternal) context.request()).context().getLocal(TEMPLATE);
        return template == null ? UNMATCHED : template;
    }

    private Timer timer(Labels labels) {
        boolean answered = labels.status != RESET;
        return Timer.builder(NAME)
                .description("HTTP server request processing time")
                .tag("method", labels.method)
                .tag("uri", labels.uri)
                .tag("outcome", (answered ? Outcome.forStatus(labels.status) : Outcome.CLIENT_ERROR).name())
                .tag("status", answered ? Integer.toString(labels.status) : "RESET")
                .register(registry);
    }
}
