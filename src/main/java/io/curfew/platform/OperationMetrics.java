package io.curfew.platform;

import io.curfew.security.DoorMetrics;
import io.curfew.security.Doors;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/** Counts calls by the method that serves them, except at doors that count their operations themselves. */
@ApplicationScoped
class OperationMetrics {
    private static final String NONE = "none";

    private final Doors doors;
    private final Map<Method, String> operations = new ConcurrentHashMap<>();

    OperationMetrics(Doors doors) {
        this.doors = doors;
    }

    @ServerResponseFilter
    void count(ContainerResponseContext answer, @Nullable SimpleResourceInfo served, RoutingContext call) {
        doors.owning(call.request().path())
                .filter(door -> !door.countsOperations())
                .ifPresent(door -> count(door.name(), answer, served));
    }

    private void count(String door, ContainerResponseContext answer, @Nullable SimpleResourceInfo served) {
        int status = answer.getStatus();
        String operation = operation(served);
        DoorMetrics.served(door, operation, status);
        if (!operation.equals(NONE) && status != 401 && status != 429) {
            DoorMetrics.accepted(door);
        }
    }

    private String operation(@Nullable SimpleResourceInfo served) {
        Class<?> type = served == null ? null : served.getResourceClass();
        return served == null || type == null
                ? NONE
                : operations.computeIfAbsent(new Method(type, served.getMethodName()), Method::operation);
    }

    /** One of our methods that serve calls; there are as many as there are routes. */
    private record Method(Class<?> type, String name) {
        String operation() {
            return type.getSimpleName().replaceFirst("Resource.*$", "") + "." + name;
        }
    }
}
