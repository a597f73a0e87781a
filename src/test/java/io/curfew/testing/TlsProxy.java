package io.curfew.testing;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A proxy that ends TLS before the service: nginx where this machine has it, else one of Vert.x that does the same. It
 * reaches the service from {@link #ADDRESS} and tells it of its callers in {@code X-Forwarded-*}: their address behind those
 * that they have sent, everything else in place of theirs.
 */
public final class TlsProxy implements AutoCloseable {
    /** One of the addresses whose headers the tests' service believes. */
    public static final String ADDRESS = "127.9.0.1";

    private static final String PASSWORD = "changeit";
    private static final List<Path> NGINX =
            List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/local/sbin/nginx"), Path.of("/usr/local/bin/nginx"));

    private final int port = CurfewProcess.freePort();
    private final KeyStore keys;
    private final AutoCloseable running;

    private TlsProxy(URI service, Path directory) throws Exception {
        Path store = certificate(directory);
        this.keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Path nginx = NGINX.stream().filter(Files::isExecutable).findFirst().orElse(null);
        this.running = nginx == null ? vertx(service, store) : nginx(nginx, service, directory);
        await().atMost(20, TimeUnit.SECONDS).ignoreExceptions().until(() -> {
            connect("127.0.0.1").close();
            return true;
        });
    }

    /**
     * Starts it.
     *
     * @param service where the service listens
     * @param directory an empty one, for its files
     */
    public static TlsProxy before(URI service, Path directory) throws Exception {
        return new TlsProxy(service, directory);
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** A connection to it from that address of this machine. */
    public Socket connect(String from) throws IOException {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(keys);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls.getSocketFactory()
                    .createSocket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path certificate(Path directory) throws IOException, InterruptedException {
        Path store = directory.resolve("keys.p12");
        run(
                directory,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "proxy",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        return store;
    }

    private static void run(Path directory, String... words) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(words[0] + " failed: " + Files.readString(output));
        }
    }

    private AutoCloseable nginx(Path program, URI service, Path directory) throws Exception {
        Path key = directory.resolve("key.pem");
        Path certificate = directory.resolve("certificate.pem");
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey("proxy", PASSWORD.toCharArray()).getEncoded()));
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate("proxy").getEncoded()));
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, """
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 64; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/bodies;
                  proxy_temp_path %1$s/answers;
                  fastcgi_temp_path %1$s/unused;
                  uwsgi_temp_path %1$s/unused;
                  scgi_temp_path %1$s/unused;
                  server {
                    listen 127.0.0.1:%2$d ssl;
                    ssl_certificate %3$s;
                    ssl_certificate_key %4$s;
                    location / {
                      proxy_pass http://%5$s:%6$d;
                      proxy_bind %7$s;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                      proxy_set_header X-Forwarded-Proto $scheme;
                      proxy_set_header X-Forwarded-Host $http_host;
                      proxy_set_header X-Forwarded-Port $server_port;
                    }
                  }
                }
                """.formatted(
                        directory, port, certificate, key, service.getHost(), service.getPort(), ADDRESS));
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-p",
                        directory.toString(),
                        "-e",
                        directory.resolve("error.log").toString(),
                        "-c",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nginx.txt").toFile())
                .start();
        return () -> {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
        };
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    private AutoCloseable vertx(URI service, Path store) {
        Vertx vertx = Vertx.vertx();
        HttpClient client = vertx.createHttpClient(new HttpClientOptions().setLocalAddress(ADDRESS));
        wait(vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(store.toString()).setPassword(PASSWORD)))
                .requestHandler(request -> forward(request, client, service))
                .listen(port, "127.0.0.1"));
        return () -> wait(vertx.close());
    }

    private void forward(HttpServerRequest request, HttpClient client, URI service) {
        String host = request.getHeader("Host");
        String before = request.getHeader("X-Forwarded-For");
        String caller = request.remoteAddress().hostAddress();
        request.body()
                .compose(body -> client.request(new RequestOptions()
                                .setHost(service.getHost())
                                .setPort(service.getPort())
                                .setMethod(HttpMethod.valueOf(request.method().name()))
                                .setURI(request.uri()))
                        .compose(onward -> {
                            request.headers().forEach((name, value) -> onward.putHeader(name, value));
                            onward.headers().remove("Connection");
                            onward.putHeader("Host", service.getAuthority())
                                    .putHeader("X-Forwarded-For", before == null ? caller : before + ", " + caller)
                                    .putHeader("X-Forwarded-Proto", "https")
                                    .putHeader("X-Forwarded-Host", host)
                                    .putHeader("X-Forwarded-Port", Integer.toString(port));
                            return onward.send(body);
                        }))
                .compose(answer -> answer.body().compose(body -> {
                    request.response().setStatusCode(answer.statusCode());
                    answer.headers().forEach((name, value) -> request.response().putHeader(name, value));
                    return request.response().end(body);
                }))
                .onFailure(failure -> request.response().setStatusCode(502).end(failure.toString()));
    }

    private static <T> T wait(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
