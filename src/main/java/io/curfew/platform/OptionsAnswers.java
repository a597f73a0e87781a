package io.curfew.platform;

import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.Door;
import io.curfew.security.Doors;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code OPTIONS} on every resource of a door with what that resource takes, once the door has let the call in.
 * Resources that have an answer of their own give it.
 */
class OptionsAnswers {
    /** Comes after the doors' own filters, which find out who calls and bring the address into its form. */
    private static final int AFTER_THE_DOORS = Priorities.USER + 1000;

    private final Doors doors;
    private final OfferedMethods offered;

    OptionsAnswers(Doors doors, OfferedMethods offered) {
        this.doors = doors;
        this.offered = offered;
    }

    @ServerRequestFilter(preMatching = true, priority = AFTER_THE_DOORS)
    @Nullable
    Response filter(ContainerRequestContext context, HttpServerRequest request) {
        Optional<Door> door = doors.owning(request.path());
        String path = context.getUriInfo().getPath();
        if (!context.getMethod().equals(HttpMethod.OPTIONS) || door.isEmpty() || offered.answersOptions(path)) {
            return null;
        }
        Set<String> methods = offered.of(path);
        return methods.isEmpty()
                ? door.get().failure(new DomainError(ErrorCode.NOT_FOUND, "There is nothing at this address."), request)
                : Response.ok()
                        .header(HttpHeaders.ALLOW, String.join(", ", methods))
                        .build();
    }
}
