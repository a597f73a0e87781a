package io.curfew.platform;

import io.curfew.api.Problems;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.CurrentTree;
import io.curfew.security.Door;
import io.curfew.security.Doors;
import io.curfew.security.OutsideViews;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way into every door: the address is well-formed and brought into its one normal form, the body is not too large
 * and arrives in time. What fails here, or in the HTTP layer behind it, is answered in the door's own shape. Paths of
 * no door pass untouched.
 *
 * <p>Whatever comes later sees one form of the address only ({@link PathForm}), so that the check of a credential's
 * scope and the choice of a resource cannot understand an address in two ways. Characters that need no escape ({@code
 * %7E}) mean the same with and without one; the address is passed on without. An address that says more than what it
 * leads to ({@code x/../Keys}, {@code x/%2e%2e/Keys}, {@code Keys;a}, {@code Keys/}) is not found. Nothing is unescaped
 * twice.
 */
@ApplicationScoped
class FrontRoutes {
    /** Before anything of Quarkus's own that could answer. */
    private static final int ORDER = -1000;

    /**
     * The length that RFC 9110 wants to be read at least. Longer ones, up to the server's own limit, are refused as the
     * door does.
     */
    private static final int LONGEST_ADDRESS = 8000;

    private static final String SEEN = FrontRoutes.class.getName() + ".seen";

    /** What the doors take, one with another. */
    private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

    private final Doors doors;
    private final Failures failures;
    private final RequestBodies bodies;
    private final FrontAnswers answers;
    private final RequestMetrics metrics;
    private final Drain drain;
    private final OutsideViews outside;

    FrontRoutes(
            Doors doors,
            Failures failures,
            RequestBodies bodies,
            FrontAnswers answers,
            RequestMetrics metrics,
            Drain drain,
            OutsideViews outside) {
        this.doors = doors;
        this.failures = failures;
        this.bodies = bodies;
        this.answers = answers;
        this.metrics = metrics;
        this.drain = drain;
        this.outside = outside;
    }

    void install(@Observes Router router) {
        router.route().order(ORDER - 1).handler(this::watch);
        router.route().order(ORDER).handler(this::receive).failureHandler(this::fail);
        // A bad percent escape, which is met before any route.
        router.errorHandler(400, this::failUnrouted);
    }

    /** A rerouted request comes through here again, without its mark and already counted. */
    private void watch(RoutingContext context) {
        drain.mark(context);
        doNotGuessType(context);
        if (context.get(SEEN) == null) {
            context.put(SEEN, true);
            outside.enter(context.request());
            drain.count(context);
            if (!isOperational(context.request().path())) {
                metrics.measure(context);
            }
        }
        context.next();
    }

    /** On every answer, whoever gives it. Rerouting forgets it. */
    private static void doNotGuessType(RoutingContext context) {
        context.response().putHeader("X-Content-Type-Options", "nosniff");
    }

    private static boolean isOperational(@Nullable String path) {
        return path != null && path.startsWith("/q/");
    }

    private void receive(RoutingContext context) {
        String path = context.request().path();
        Optional<Door> door =
                path == null ? Optional.empty() : doors.owning(path).or(() -> doors.owning(PathForm.meant(path)));
        if (door.isPresent()) {
            // Most answers have a secret or personal data in them, and none is worth keeping.
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (!RequestHead.isUnambiguous(context.request())) {
            refuseConnection(context, door);
        } else if (path == null || door.isEmpty()) {
            context.next();
        } else if (!PathForm.isText(path)) {
            answers.refuse(context, door.get(), new DomainError(ErrorCode.BAD_REQUEST, "The address is malformed."));
        } else {
            CurrentTree.awaitCaller();
            receive(context, door.get(), path, PathForm.unescaped(path));
        }
    }

    private void receive(RoutingContext context, Door door, String path, String unescaped) {
        if (context.request().uri().length() > LONGEST_ADDRESS) {
            answers.refuse(context, door, new DomainError(ErrorCode.ADDRESS_TOO_LONG, "The address is too long."));
        } else if (!PathForm.isPlain(unescaped, door.freeTextStart(unescaped)) || !door.owns(unescaped)) {
            answers.refuse(context, door, new DomainError(ErrorCode.NOT_FOUND, "There is nothing at this address."));
        } else if (!unescaped.equals(path)) {
            String query = context.request().query();
            context.reroute(unescaped + (query == null ? "" : "?" + query));
        } else {
            bodies.receive(context, door);
        }
    }

    /** Answers a request that an intermediary could take for another one: nothing that follows it is read. */
    private void refuseConnection(RoutingContext context, Optional<Door> door) {
        boolean tooLarge =
                MalformedRequests.HEADERS_TOO_LARGE.equals(context.request().getHeader(MalformedRequests.MARK));
        DomainError error = tooLarge
                ? new DomainError(ErrorCode.HEADERS_TOO_LARGE, "The request's headers are too large.")
                : new DomainError(ErrorCode.BAD_REQUEST, "The request is malformed.");
        Response answer =
                door.map(owner -> owner.failure(error, context.request())).orElseGet(() -> Problems.response(error));
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(sent -> context.request().connection().close());
        }
        answers.send(context, answer);
    }

    /** Answers what failed in the HTTP layer after the door was entered. */
    private void fail(RoutingContext context) {
        String path = context.request().path();
        Optional<Door> door = path == null ? Optional.empty() : doors.owning(path);
        int status = context.statusCode() < 400 ? 500 : context.statusCode();
        if (context.response().ended() || (door.isEmpty() && status >= 500)) {
            context.next();
            return;
        }
        doNotGuessType(context);
        if (!RequestHead.isUnambiguous(context.request())) {
            // What the decoder gave up on may lack its host, which the router minds before any route.
            refuseConnection(context, door);
            return;
        }
        if (door.isEmpty()) {
            refuseOutside(context, status);
            return;
        }
        Throwable failure = context.failure();
        boolean ours = status >= 500 && failure != null;
        answers.refuse(context, door.get(), ours ? failures.judge(failure, context) : Failures.ofStatus(status));
    }

    /** Answers what is no address of anything: no path, one without a slash, no host. */
    private void refuseOutside(RoutingContext context, int status) {
        HttpServerRequest request = context.request();
        boolean ofTheServer = request.method() == HttpMethod.OPTIONS && "*".equals(request.uri());
        answers.send(
                context,
                ofTheServer
                        ? Response.noContent().header("Allow", METHODS).build()
                        : Problems.response(Failures.ofStatus(status)));
    }

    private void failUnrouted(RoutingContext context) {
        doNotGuessType(context);
        String path = context.request().path();
        Optional<Door> door = path == null ? Optional.empty() : doors.owning(path);
        if (!RequestHead.isUnambiguous(context.request())) {
            refuseConnection(context, door);
        } else if (door.isEmpty()) {
            context.response().setStatusCode(400).end();
        } else {
            answers.refuse(context, door.get(), new DomainError(ErrorCode.BAD_REQUEST, "The address is malformed."));
        }
    }
}
