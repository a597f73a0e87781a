package io.curfew.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy such as stands before replicas: it asks each for its readiness once a second, and sends what comes to those that
 * were ready at the last look, one after the other, over connections that it keeps. A replica that is busy and does not
 * answer in time counts as it did before, up to the third time. It tries nothing twice: what fails between it and a replica
 * is a 502.
 */
public final class RoundRobinProxy implements AutoCloseable {
    private static final long LOOK_MILLIS = 1000;
    private static final int LATE_LOOKS = 3;
    private static final int BAD_GATEWAY = 502;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(64).setConnectTimeout(2000).setKeepAliveTimeout(60));
    private final Map<Integer, Boolean> replicas = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> late = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final int port;

    /** Starts it, with nobody behind it. */
    public RoundRobinProxy() {
        HttpServer server =
                wait(vertx.createHttpServer().requestHandler(this::forward).listen(0, "127.0.0.1"));
        this.port = server.actualPort();
        vertx.setPeriodic(LOOK_MILLIS, timer -> replicas.keySet().forEach(this::look));
    }

    /** Where it listens, without a slash at the end. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port;
    }

    /** Puts a replica behind it; it is asked for its readiness first. */
    public void add(int replica) {
        replicas.put(replica, false);
    }

    /** Forgets a replica. */
    public void remove(int replica) {
        replicas.remove(replica);
    }

    /** How many replicas were ready at the last look. */
    public long ready() {
        return replicas.values().stream().filter(Boolean::booleanValue).count();
    }

    private void look(int replica) {
        client.request(to(replica, "GET", "/q/health/ready").setTimeout(LOOK_MILLIS))
                .compose(HttpClientRequest::send)
                .map(answer -> answer.statusCode() == 200)
                .onSuccess(ready -> seen(replica, ready))
                .onFailure(failure -> {
                    boolean inTime = !(failure instanceof TimeoutException);
                    if (inTime || late.merge(replica, 1, Integer::sum) >= LATE_LOOKS) {
                        seen(replica, false);
                    }
                });
    }

    private void seen(int replica, boolean ready) {
        late.remove(replica);
        replicas.replace(replica, ready);
    }

    private static RequestOptions to(int replica, String method, String uri) {
        return new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(replica)
                .setMethod(HttpMethod.valueOf(method))
                .setURI(uri);
    }

    private void forward(HttpServerRequest request) {
        List<Integer> ready = replicas.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (ready.isEmpty()) {
            request.response().setStatusCode(BAD_GATEWAY).end("no replica is ready");
            return;
        }
        int replica = ready.get(Math.floorMod(turn.getAndIncrement(), ready.size()));
        request.body()
                .compose(body -> client.request(to(replica, request.method().name(), request.uri()))
                        .compose(onward -> {
                            request.headers().forEach((name, value) -> {
                                if (!name.equalsIgnoreCase("Connection")) {
                                    onward.putHeader(name, value);
                                }
                            });
                            return onward.send(body);
                        }))
                .compose(answer -> answer.body().map(body -> new Answer(answer, body)))
                .onSuccess(answer -> {
                    String type = answer.head.getHeader("Content-Type");
                    request.response()
                            .setStatusCode(answer.head.statusCode())
                            .putHeader("Content-Type", type == null ? "text/plain" : type)
                            .end(answer.body);
                })
                .onFailure(failure -> request.response()
                        .setStatusCode(BAD_GATEWAY)
                        .end(replica + " " + request.method() + ": " + failure));
    }

    private record Answer(HttpClientResponse head, Buffer body) {}

    private static <T> T wait(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        wait(vertx.close());
    }
}
