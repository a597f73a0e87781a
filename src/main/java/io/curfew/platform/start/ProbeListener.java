package io.curfew.platform.start;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Answers on the service's HTTP port while there is no service yet: alive, not ready, and why. Without it an orchestrator
 * would kill a process that only waits for its database, or recovers it.
 *
 * <p>It knows four answers and no secrets: the liveness probe gets 200, the other health addresses get 503 with the check
 * {@code database}, everything else gets 503 with a short problem. {@link #close} frees the port for the application.
 */
public final class ProbeListener implements Closeable {

    private static final AtomicReference<@Nullable ProbeListener> CURRENT = new AtomicReference<>();

    private final HttpServer server;
    private final ExecutorService threads;
    private volatile String reason = "the database is being started";

    private ProbeListener(HttpServer server) {
        this.server = server;
        this.threads = Executors.newFixedThreadPool(2, runnable -> {
            Thread thread = new Thread(runnable, "probe-listener");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes the port.
     *
     * @throws StartRefused when another process has it
     */
    static void open(String host, int port) {
        try {
            ProbeListener listener = new ProbeListener(HttpServer.create(new InetSocketAddress(host, port), 64));
            listener.server.createContext("/", listener::answer);
            listener.server.setExecutor(listener.threads);
            listener.server.start();
            CURRENT.set(listener);
        } catch (IOException e) {
            throw new StartRefused("HTTP port " + port + " on " + host + " cannot be used: " + e.getMessage()
                    + ". Stop the process that uses it, or set QUARKUS_HTTP_PORT.");
        }
    }

    /** Closes the listener of this start, if there is one; called when the application is about to take the port. */
    public static void closeCurrent() {
        ProbeListener listener = CURRENT.getAndSet(null);
        if (listener != null) {
            listener.close();
        }
    }

    /** Sets what the readiness probe is told from now on, if there is a listener. */
    static void tell(String reason) {
        ProbeListener listener = CURRENT.get();
        if (listener != null) {
            listener.reason = reason;
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/q/health/live")) {
                send(exchange, 200, "{\"status\":\"UP\",\"checks\":[]}");
            } else if (path.equals("/q/health") || path.startsWith("/q/health/")) {
                send(
                        exchange,
                        503,
                        "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"database\",\"status\":\"DOWN\","
                                + "\"data\":{\"reason\":\"" + escaped(reason) + "\"}}]}");
            } else {
                exchange.getResponseHeaders().set("Retry-After", "5");
                send(exchange, 503, "{\"status\":503,\"title\":\"Starting\",\"detail\":\"" + escaped(reason) + "\"}");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        // Nobody is to keep a connection that ends with this listener.
        exchange.getResponseHeaders().set("Connection", "close");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= ' ') {
                json.append(c);
            }
        }
        return json.toString();
    }

    /** Frees the port; a second call does nothing. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
