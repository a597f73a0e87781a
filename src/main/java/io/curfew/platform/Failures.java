package io.curfew.platform;

import io.curfew.api.Problems;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.resilience.OutageLog;
import io.curfew.resilience.PassingFailure;
import io.curfew.security.AuditTrail;
import io.curfew.security.Doors;
import io.quarkus.logging.Log;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns every failure into an answer of the door that was called. Refusals pass with their meaning; failures of the
 * database or of this service are logged here, once, and the answer tells nothing of their cause.
 */
@ApplicationScoped
class Failures {
    private final Doors doors;
    private final OutageLog outages;
    private final AuditTrail audit;
    private final OfferedMethods offered;

    Failures(Doors doors, OutageLog outages, AuditTrail audit, OfferedMethods offered) {
        this.doors = doors;
        this.outages = outages;
        this.audit = audit;
        this.offered = offered;
    }

    @ServerExceptionMapper
    Response refused(DomainException refusal, RoutingContext request) {
        audit.refused(refusal);
        return answer(refusal.error(), request);
    }

    @ServerExceptionMapper
    Response notRouted(WebApplicationException failure, ContainerRequestContext call, RoutingContext request) {
        int status = failure.getResponse().getStatus();
        Response answer = answer(ofStatus(status), request);
        return status == 405
                ? Response.fromResponse(answer)
                        .header(
                                HttpHeaders.ALLOW,
                                String.join(", ", offered.of(call.getUriInfo().getPath())))
                        .build()
                : answer;
    }

    @ServerExceptionMapper
    Response failed(Throwable failure, RoutingContext request) {
        if (request.response().ended()) {
            // Quarkus has given up reading a body that is too large, and answered itself.
            return Response.status(request.response().getStatusCode()).build();
        }
        return answer(judge(failure, request), request);
    }

    /** What a caller is told of a failure. It is logged here, as part of an outage or with all that is known of it. */
    DomainError judge(Throwable failure, RoutingContext request) {
        Optional<PassingFailure> passing = PassingFailure.in(failure);
        if (passing.isPresent()) {
            outages.refused(passing.get());
            return new DomainError(ErrorCode.UNAVAILABLE, "The service is temporarily unavailable.");
        }
        Log.errorf(failure, "request failed: method=%s", request.request().method());
        return new DomainError(ErrorCode.INTERNAL, "An internal error occurred.");
    }

    private Response answer(DomainError error, RoutingContext request) {
        String path = request.request().path();
        return doors.owning(path)
                .map(door -> door.failure(error, request.request()))
                .orElseGet(() -> Problems.response(error));
    }

    /** What a status that was set before any of our code ran stands for. */
    static DomainError ofStatus(int status) {
        return switch (status) {
            case 401 -> new DomainError(ErrorCode.UNAUTHENTICATED, "Authenticate");
            case 403 -> new DomainError(ErrorCode.FORBIDDEN, "Forbidden");
            case 404 -> new DomainError(ErrorCode.NOT_FOUND, "There is nothing at this address.");
            case 405 -> new DomainError(ErrorCode.METHOD_NOT_ALLOWED, "This method is not offered here.");
            case 408 -> new DomainError(ErrorCode.TIMEOUT, "The request's body did not arrive in time.");
            case 413 -> new DomainError(ErrorCode.TOO_LARGE, "The request's body is too large.");
            case 414 -> new DomainError(ErrorCode.ADDRESS_TOO_LONG, "The address is too long.");
            case 415 -> new DomainError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "This content type is not read here.");
            default ->
                status < 500
                        ? new DomainError(ErrorCode.BAD_REQUEST, "The request is malformed.")
                        : new DomainError(ErrorCode.INTERNAL, "An internal error occurred.");
        };
    }
}
