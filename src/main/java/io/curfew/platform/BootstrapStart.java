package io.curfew.platform;

import io.curfew.opening.BootstrapConfig;
import io.curfew.opening.BootstrapService;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.TreeMap;

/** Runs bootstrap before the first request and prints what it generated, once. */
@ApplicationScoped
class BootstrapStart {
    private final BootstrapService bootstrap;
    private final BootstrapConfig config;

    BootstrapStart(BootstrapService bootstrap, BootstrapConfig config) {
        this.bootstrap = bootstrap;
        this.config = config;
    }

    void onStart(@Observes @Priority(500) StartupEvent event) throws Throwable {
        if (!VertxContextSupport.subscribeAndAwait(bootstrap::isDue)) {
            return;
        }
        BootstrapService.Plan plan = new BootstrapService.Plan(config);
        if (VertxContextSupport.subscribeAndAwait(() -> bootstrap.run(plan))) {
            print(plan.generated());
        }
    }

    /** To standard output and not to the log: logs are shipped and kept, and these are secrets. */
    private static void print(Map<String, String> generated) {
        if (generated.isEmpty()) {
            return;
        }
        StringBuilder text =
                new StringBuilder("\nFirst start: generated for the first main account, shown this once:\n");
        new TreeMap<>(generated)
                .forEach((name, value) ->
                        text.append("  ").append(name).append('=').append(value).append('\n'));
        System.out.println(text);
    }
}
