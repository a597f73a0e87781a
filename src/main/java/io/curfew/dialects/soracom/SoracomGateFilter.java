package io.curfew.dialects.soracom;

import io.curfew.access.Gate;
import io.curfew.access.Rights;
import io.curfew.access.Target;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.curfew.operators.RootRights;
import io.curfew.operators.SamCircumstances;
import io.curfew.operators.SamUserRights;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Asks the gate, once the router has chosen a resource, whether the caller may perform its action. */
class SoracomGateFilter {
    private final SoracomDoor door;
    private final RealClock clock;

    SoracomGateFilter(SoracomDoor door, RealClock clock) {
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
        // Without a login, SoracomAuthFilter lets only those calls through that need none.
        if (call.isAuthenticated()) {
            Rights rights = rights(context, call, operation);
            Gate.may(rights, operation.action(), Target.tree(call.tenantId())).orRefuse(verdict -> refused());
            call.withRights(rights);
        }
        if (request.method() == HttpMethod.GET) {
            call.query().requireFilters(Set.of(operation.filters()));
        }
    }

    private Rights rights(ContainerRequestContext context, SoracomCall call, SoracomOperation operation) {
        return call.caller().isRoot()
                ? new RootRights(call.caller())
                : new SamUserRights(call.caller(), call.policies(), names(operation), circumstances(context, call));
    }

    private static List<String> names(SoracomOperation operation) {
        return Stream.concat(Stream.of(operation.value()), Stream.of(operation.formerly()))
                .toList();
    }

    private SamCircumstances circumstances(ContainerRequestContext context, SoracomCall call) {
        Map<String, String> pathVariables = new HashMap<>();
        context.getUriInfo()
                .getPathParameters()
                .forEach((name, values) -> pathVariables.put(name, values.get(values.size() - 1)));
        return new SamCircumstances(pathVariables, call.caller().userName(), clock.now(), call.address());
    }

    /** The refusal of a caller who may not perform the action. */
    static DomainException refused() {
        return new DomainException(ErrorCode.PERMISSION_MISSING, "You do not have permission to call this API.");
    }
}
