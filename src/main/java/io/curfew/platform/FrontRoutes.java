package io.curfew.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.curfew.api.Problems;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.CurrentTree;
import io.curfew.security.Door;
import io.curfew.security.Doors;
import io.curfew.security.OutsideViews;
import io.netty.handler.codec.DecoderException;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

    /** How long a caller who sends too much may go on sending, so as to read the answer and not a reset connection. */
    private static final long LINGER_MILLIS = 5000;

    /**
     * The length that RFC 9110 wants to be read at least. Longer ones, up to the server's own limit, are refused as the
     * door does.
     */
    private static final int LONGEST_ADDRESS = 8000;

    private static final String SEEN = FrontRoutes.class.getName() + ".seen";

    /** What the doors take, one with another. */
    private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

    private static final String CONTINUE = "100-continue";

    private final Doors doors;
    private final Failures failures;
    private final ObjectMapper json;
    private final Vertx vertx;
    private final RequestMetrics metrics;
    private final Drain drain;
    private final OutsideViews outside;
    private final long maxBody;
    private final long bodyTimeoutMillis;

    FrontRoutes(
            Doors doors,
            Failures failures,
            ObjectMapper json,
            Vertx vertx,
            RequestMetrics metrics,
            Drain drain,
            OutsideViews outside,
            HttpConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
        this.doors = doors;
        this.failures = failures;
        this.json = json;
        this.vertx = vertx;
        this.metrics = metrics;
        this.drain = drain;
        this.outside = outside;
        this.maxBody = maxBody.asLongValue();
        this.bodyTimeoutMillis = config.bodyTimeout().toMillis();
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
            answer(context, door.get(), new DomainError(ErrorCode.BAD_REQUEST, "The address is malformed."));
        } else {
            CurrentTree.awaitCaller();
            receive(context, door.get(), path, PathForm.unescaped(path));
        }
    }

    private void receive(RoutingContext context, Door door, String path, String unescaped) {
        if (context.request().uri().length() > LONGEST_ADDRESS) {
            answer(context, door, new DomainError(ErrorCode.ADDRESS_TOO_LONG, "The address is too long."));
        } else if (!PathForm.isPlain(unescaped, door.freeTextStart(unescaped)) || !door.owns(unescaped)) {
            answer(context, door, new DomainError(ErrorCode.NOT_FOUND, "There is nothing at this address."));
        } else if (!unescaped.equals(path)) {
            String query = context.request().query();
            context.reroute(unescaped + (query == null ? "" : "?" + query));
        } else {
            receiveBody(context, door);
        }
    }

    private void receiveBody(RoutingContext context, Door door) {
        HttpServerRequest request = context.request();
        long length = length(request);
        if (length > maxBody) {
            refuseBody(context, door, ErrorCode.TOO_LARGE);
        } else if (request.version() == HttpVersion.HTTP_2) {
            cutOffWhenLate(context, door);
            context.next();
        } else if (request.isEnded() || (length <= 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null)) {
            context.next();
        } else {
            new Body(context, door).receive();
        }
    }

    /**
     * HTTP/2 keeps streams apart, and Quarkus wants to read a stream itself. A stream that is too large and does not
     * tell its length gets Quarkus's own 413, without a body. One that does not end is cut off here, so that nothing
     * that comes later has an effect.
     */
    private void cutOffWhenLate(RoutingContext context, Door door) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        long timer = vertx.setTimer(bodyTimeoutMillis, expired -> {
            if (!request.isEnded() && !response.headWritten()) {
                context.addEndHandler(sent -> response.reset());
                answer(context, door, new DomainError(ErrorCode.TIMEOUT, message(ErrorCode.TIMEOUT)));
            }
        });
        context.addEndHandler(ended -> vertx.cancelTimer(timer));
    }

    /** The length that the caller states, -1 for none. One that no number can hold counts as larger than anything. */
    private static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** A body on its way in, which ends in exactly one way: whole, too large, too slow or broken off. */
    private final class Body {
        private final RoutingContext context;
        private final Door door;
        private final Buffer received = Buffer.buffer();
        private final long timer;
        private boolean settled;

        Body(RoutingContext context, Door door) {
            this.context = context;
            this.door = door;
            this.timer = vertx.setTimer(bodyTimeoutMillis, expired -> refuse(ErrorCode.TIMEOUT));
        }

        void receive() {
            HttpServerRequest request = context.request();
            request.handler(this::add);
            request.endHandler(end -> {
                if (settle()) {
                    ((RoutingContextInternal) context).setBody(received);
                    context.next();
                }
            });
            request.exceptionHandler(this::end);
            if (expectsContinue(request)) {
                request.response().writeContinue();
                // Else the layer above would tell the client a second time.
                request.headers().remove(HttpHeaders.EXPECT);
            }
            request.resume();
        }

        private void add(Buffer chunk) {
            if (!settled && received.length() + chunk.length() > maxBody) {
                refuse(ErrorCode.TOO_LARGE);
            } else if (!settled) {
                received.appendBuffer(chunk);
            }
        }

        /** Broken off by the caller, or by the decoder, which cannot read on and closes the connection after this. */
        private void end(Throwable failure) {
            boolean unreadable = failure instanceof DecoderException || failure instanceof IllegalArgumentException;
            if (settle() && unreadable) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                answer(context, door, new DomainError(ErrorCode.BAD_REQUEST, "The request's body is malformed."));
                flush();
            }
        }

        /** What is written while the connection reads waits for the end of that; its closing would drop it. */
        private void flush() {
            if (context.request().connection() instanceof ConnectionBase connection) {
                connection.channelHandlerContext().flush();
            }
        }

        private void refuse(ErrorCode code) {
            if (settle()) {
                refuseBody(context, door, code);
            }
        }

        private boolean settle() {
            boolean first = !settled;
            settled = true;
            vertx.cancelTimer(timer);
            return first;
        }
    }

    private static boolean expectsContinue(HttpServerRequest request) {
        return CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    /** Answers a call whose body was not read to its end; its connection serves no further one. */
    private void refuseBody(RoutingContext context, Door door, ErrorCode code) {
        HttpServerRequest request = context.request();
        boolean alone = request.version() != HttpVersion.HTTP_2;
        if (alone) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        answer(context, door, new DomainError(code, message(code)));
        request.handler(rest -> {});
        request.exceptionHandler(brokenOff -> {});
        if (alone && (code == ErrorCode.TIMEOUT || expectsContinue(request))) {
            request.endHandler(end -> {});
            request.connection().close();
            return;
        }
        if (alone) {
            long linger = vertx.setTimer(
                    LINGER_MILLIS, expired -> request.connection().close());
            request.endHandler(end -> {
                vertx.cancelTimer(linger);
                request.connection().close();
            });
        } else {
            request.endHandler(end -> {});
        }
        request.resume();
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
        send(context, answer);
    }

    private static String message(ErrorCode code) {
        return code == ErrorCode.TIMEOUT
                ? "The request's body did not arrive in time."
                : "The request's body is too large.";
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
        answer(context, door.get(), ours ? failures.judge(failure, context) : Failures.ofStatus(status));
    }

    /** Answers what is no address of anything: no path, one without a slash, no host. */
    private void refuseOutside(RoutingContext context, int status) {
        HttpServerRequest request = context.request();
        boolean ofTheServer = request.method() == HttpMethod.OPTIONS && "*".equals(request.uri());
        send(
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
            answer(context, door.get(), new DomainError(ErrorCode.BAD_REQUEST, "The address is malformed."));
        }
    }

    private void answer(RoutingContext context, Door door, DomainError error) {
        send(context, door.failure(error, context.request()));
    }

    private void send(RoutingContext context, Response answer) {
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            context.request().connection().close();
            return;
        }
        response.setStatusCode(answer.getStatus());
        answer.getStringHeaders().forEach((name, values) -> response.putHeader(name, values));
        response.end(body(answer.getEntity()));
    }

    private Buffer body(@Nullable Object entity) {
        if (entity == null) {
            return Buffer.buffer();
        }
        if (entity instanceof String text) {
            return Buffer.buffer(text);
        }
        if (entity instanceof byte[] written) {
            return Buffer.buffer(written);
        }
        try {
            return Buffer.buffer(json.writeValueAsBytes(entity));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer could not be written", e);
        }
    }
}
