package io.curfew.dialects.twilio;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Asks the gate, once the router has chosen a resource, whether the credential may perform its action. The account that
 * {@link TwilioAuthFilter} admitted the call to must be the one that the router read from the path.
 */
class TwilioGateFilter {
    private final TwilioDoor door;

    TwilioGateFilter(TwilioDoor door) {
        this.door = door;
    }

    @ServerRequestFilter
    void filter(ContainerRequestContext context, ResourceInfo resource, HttpServerRequest request) {
        if (!door.owns(request.path())) {
            return;
        }
        TwilioCall call = TwilioCall.of(context);
        TwilioOperation operation = resource.getResourceMethod().getAnnotation(TwilioOperation.class);
        if (operation == null) {
            throw new DomainException(ErrorCode.FORBIDDEN, "Authenticate");
        }
        call.require(operation.value());
        String named = context.getUriInfo().getPathParameters().getFirst(TwilioPath.ACCOUNT_SID);
        if (named != null && !TwilioPath.normalize(named).equals(call.target().id())) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such account.");
        }
    }
}
