package io.curfew.dialects.twilio;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Asks, once the resource is chosen, whether the credential reaches it. The router's choice is what is judged, and the
 * account that {@link TwilioAuthFilter} let the call have has to be the one that the router read from the path.
 */
class TwilioScopeFilter {
    private final TwilioDoor door;

    TwilioScopeFilter(TwilioDoor door) {
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
        TwilioScopes.require(call.caller(), operation);
        String named = context.getUriInfo().getPathParameters().getFirst(TwilioPath.ACCOUNT_SID);
        if (named != null && !TwilioPath.normalize(named).equals(call.target().id())) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such account.");
        }
    }
}
