package io.curfew.api;

import io.curfew.access.Target;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Asks the gate, once the resource is chosen, whether the caller may do anywhere what the resource is for. {@link
 * NativeCall#resolve} asks whether they may do it to the account that is named.
 */
class NativeGateFilter {
    private final NativeDoor door;

    NativeGateFilter(NativeDoor door) {
        this.door = door;
    }

    @ServerRequestFilter
    void filter(ContainerRequestContext context, ResourceInfo resource, HttpServerRequest request) {
        if (!door.owns(request.path())) {
            return;
        }
        NativeOperation operation = resource.getResourceMethod().getAnnotation(NativeOperation.class);
        if (operation == null) {
            throw new DomainException(ErrorCode.FORBIDDEN, "Nobody may do that.");
        }
        if (NativeInvitationsResource.OPEN.contains(request.path())) {
            return;
        }
        NativeCall call = NativeCall.of(context);
        call.isFor(operation.value());
        call.require(operation.value(), Target.Any.THING);
    }
}
