package io.curfew.platform;

import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.Door;
import io.netty.handler.codec.DecoderException;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes in the bodies of requests to doors: none is too large, and each arrives in time. */
@ApplicationScoped
class RequestBodies {
    /** How long a caller who sends too much may go on sending, so as to read the answer and not a reset connection. */
    private static final long LINGER_MILLIS = 5000;

    private static final String CONTINUE = "100-continue";

    private final FrontAnswers answers;
    private final Vertx vertx;
    private final long maxBody;
    private final long bodyTimeoutMillis;

    RequestBodies(
            FrontAnswers answers,
            Vertx vertx,
            HttpConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
        this.answers = answers;
        this.vertx = vertx;
        this.maxBody = maxBody.asLongValue();
        this.bodyTimeoutMillis = config.bodyTimeout().toMillis();
    }

    /** Takes the body in and goes on with the routes, or refuses the request. */
    void receive(RoutingContext context, Door door) {
        HttpServerRequest request = context.request();
        long length = length(request);
        if (length > maxBody) {
            refuse(context, door, ErrorCode.TOO_LARGE);
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
                answers.refuse(context, door, new DomainError(ErrorCode.TIMEOUT, message(ErrorCode.TIMEOUT)));
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
                answers.refuse(
                        context, door, new DomainError(ErrorCode.BAD_REQUEST, "The request's body is malformed."));
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
                RequestBodies.this.refuse(context, door, code);
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
    private void refuse(RoutingContext context, Door door, ErrorCode code) {
        HttpServerRequest request = context.request();
        boolean alone = request.version() != HttpVersion.HTTP_2;
        if (alone) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        answers.refuse(context, door, new DomainError(code, message(code)));
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

    private static String message(ErrorCode code) {
        return code == ErrorCode.TIMEOUT
                ? "The request's body did not arrive in time."
                : "The request's body is too large.";
    }
}
