package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleClock;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.HashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Asks, once the resource is chosen, whether the caller's permissions allow its operation. */
class SoracomPermissionFilter {
    private final SoracomDoor door;
    private final LifecycleClock clock;

    SoracomPermissionFilter(SoracomDoor door, LifecycleClock clock) {
        this.door = door;
        this.clock = clock;
    }

    @ServerRequestFilter
    void filter(ContainerRequestContext context, ResourceInfo resource, HttpServerRequest request) {
        if (!door.owns(request.path())) {
            return;
        }
        SoracomCall call = SoracomCall.of(context);
        SoracomOperation operation = resource.getResourceMethod().getAnnotation(SoracomOperation.class);
        if (operation == null) {
            throw refused();
        }
        if (!call.isAuthenticated() || operation.always() || call.caller().isRoot()) {
            return;
        }
        if (!SamPolicy.allows(call.rights(), operation.value(), circumstances(context, call))) {
            throw refused();
        }
    }

    private SamCircumstances circumstances(ContainerRequestContext context, SoracomCall call) {
        Map<String, String> pathVariables = new HashMap<>();
        context.getUriInfo()
                .getPathParameters()
                .forEach((name, values) -> pathVariables.put(name, values.get(values.size() - 1)));
        return new SamCircumstances(pathVariables, call.caller().userName(), clock.now(), call.address());
    }

    private static DomainException refused() {
        return new DomainException(ErrorCode.PERMISSION_MISSING, "You do not have permission to call this API.");
    }
}
