package io.curfew.platform;

import io.curfew.security.DoorMetrics;
import io.curfew.security.Doors;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls by the method that serves them. Microsoft Advertising's door counts its own: one method serves all of its
 * operations.
 */
@ApplicationScoped
class OperationMetrics {
    private static final String COUNTS_ITS_OWN = "msads";
    private static final String NONE = "none";

    private final Doors doors;

    OperationMetrics(Doors doors) {
        this.doors = doors;
    }

    @ServerResponseFilter
    void count(ContainerResponseContext answer, @Nullable SimpleResourceInfo served, RoutingContext call) {
        doors.owning(call.request().path())
                .map(door -> door.name())
                .filter(door -> !door.equals(COUNTS_ITS_OWN))
                .ifPresent(door -> {
                    int status = answer.getStatus();
                    String operation = operation(served);
                    DoorMetrics.served(door, operation, status);
                    if (!operation.equals(NONE) && status != 401 && status != 429) {
                        DoorMetrics.accepted(door);
                    }
                });
    }

    /** A class and a method of ours. */
    private static String operation(@Nullable SimpleResourceInfo served) {
        Class<?> type = served == null ? null : served.getResourceClass();
        return served == null || type == null
                ? NONE
                : type.getSimpleName().replaceFirst("Resource.*$", "") + "." + served.getMethodName();
    }
}
