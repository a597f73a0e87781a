package io.curfew.platform;

import io.curfew.api.Problems;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.Doors;
import io.quarkus.logging.Log;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.hibernate.HibernateException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns every failure into an answer of the door that was called. Refusals pass with their meaning; what the database or
 * we ourselves are to blame for is logged here, once, and leaves nothing of its inside.
 */
@ApplicationScoped
class Failures {
    // Cancelled, lock not available, serialization failure, deadlock, shutdown and connection classes: all before
    // commit.
    private static final Set<String> TRANSIENT =
            Set.of("57014", "55P03", "40001", "40P01", "57P01", "57P02", "57P03", "53300");

    private final Doors doors;

    Failures(Doors doors) {
        this.doors = doors;
    }

    @ServerExceptionMapper
    Response refused(DomainException refusal, RoutingContext request) {
        return answer(refusal.error(), request);
    }

    @ServerExceptionMapper
    Response notRouted(WebApplicationException failure, RoutingContext request) {
        return answer(ofStatus(failure.getResponse().getStatus()), request);
    }

    @ServerExceptionMapper
    Response failed(Throwable failure, RoutingContext request) {
        if (isTransient(failure)) {
            Log.warnf("the database did not answer: %s", failure.getMessage());
            return answer(new DomainError(ErrorCode.UNAVAILABLE, "The service is temporarily unavailable."), request);
        }
        Log.errorf(failure, "request failed: method=%s", request.request().method());
        return answer(new DomainError(ErrorCode.INTERNAL, "An internal error occurred."), request);
    }

    private Response answer(DomainError error, RoutingContext request) {
        String path = request.request().path();
        return doors.owning(path)
                .map(door -> door.failure(error, request.request()))
                .orElseGet(() -> Problems.response(error));
    }

    /** What a status stands for that was set before any of our code ran. */
    static DomainError ofStatus(int status) {
        return switch (status) {
            case 401 -> new DomainError(ErrorCode.UNAUTHENTICATED, "Authenticate");
            case 403 -> new DomainError(ErrorCode.FORBIDDEN, "Forbidden");
            case 404 -> new DomainError(ErrorCode.NOT_FOUND, "There is nothing at this address.");
            case 405 -> new DomainError(ErrorCode.METHOD_NOT_ALLOWED, "This method is not offered here.");
            case 408 -> new DomainError(ErrorCode.TIMEOUT, "The request's body did not arrive in time.");
            case 413 -> new DomainError(ErrorCode.TOO_LARGE, "The request's body is too large.");
            case 415 -> new DomainError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "This content type is not read here.");
            default ->
                status < 500
                        ? new DomainError(ErrorCode.BAD_REQUEST, "The request is malformed.")
                        : new DomainError(ErrorCode.INTERNAL, "An internal error occurred.");
        };
    }

    private static boolean isTransient(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException database) {
                String state = database.getSqlState();
                return state != null && (TRANSIENT.contains(state) || state.startsWith("08"));
            }
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                return true;
            }
            // The pool's own: a connection that closed under a statement, or none to be had in time.
            if (cause instanceof HibernateException && cause.getCause() == null) {
                return false;
            }
        }
        return failure.getMessage() != null && failure.getMessage().contains("Timeout");
    }
}
