package io.curfew.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The built jar as a real process: started, asked, stopped and killed from a test.
 *
 * <p>It gets a free port, the data directory it is told, and no {@code CURFEW_*} or {@code QUARKUS_*} variable but those
 * given. {@link #close} leaves nothing behind, not even the database server of a process that was killed; so a test uses
 * it in a try block:
 *
 * <pre>{@code
 * try (CurfewProcess curfew = CurfewProcess.start(dataDirectory, Map.of()).awaitReady()) {
 *     curfew.kill9();
 * }
 * }</pre>
 */
public final class CurfewProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final Process process;
    private final Path dataDirectory;
    private final Path output;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private CurfewProcess(Process process, Path dataDirectory, Path output, int port) {
        this.process = process;
        this.dataDirectory = dataDirectory;
        this.output = output;
        this.port = port;
    }

    /**
     * Starts the jar that this build has made and returns at once.
     *
     * @param dataDirectory its data directory; may be one that an earlier process has used
     * @param environment further environment variables; they win over the defaults
     */
    public static CurfewProcess start(Path dataDirectory, Map<String, String> environment) {
        return start(jar(), dataDirectory, environment);
    }

    /** Starts that jar and returns at once. */
    public static CurfewProcess start(Path jar, Path dataDirectory, Map<String, String> environment) {
        try {
            int port = freePort();
            Path output = Files.createTempFile("curfew-", ".log");
            List<String> words = new ArrayList<>();
            words.add(ProcessHandle.current().info().command().orElse("java"));
            // A test's process lives for seconds: quick to start matters more than quick at its best.
            words.add("-XX:TieredStopAtLevel=1");
            words.add("-Xmx384m");
            words.add("-jar");
            words.add(jar.toString());
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .directory(output.getParent().toFile());
            Map<String, String> variables = builder.environment();
            variables.keySet().removeIf(name -> name.startsWith("CURFEW_") || name.startsWith("QUARKUS_"));
            variables.put("CURFEW_DATA_DIR", dataDirectory.toString());
            variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
            variables.put("QUARKUS_HTTP_PORT", Integer.toString(port));
            // Nobody but the test sends calls.
            variables.put("CURFEW_SHUTDOWN_DELAY", "0s");
            variables.putAll(environment);
            int effectivePort = Integer.parseInt(variables.get("QUARKUS_HTTP_PORT"));
            return new CurfewProcess(builder.start(), dataDirectory, output, effectivePort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jar of this build: where failsafe says, else where Maven puts it. */
    public static Path jar() {
        return Path.of(System.getProperty("curfew.test.jar", "target/quarkus-app/quarkus-run.jar"))
                .toAbsolutePath();
    }

    /** A port on the loopback address that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it answers, without a slash at the end. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** The number of the process. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended yet. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Everything it has written to standard output and error so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it is ready to serve; fails, with its output, when it ends instead or takes too long. */
    public CurfewProcess awaitReady() {
        await().atMost(START).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("The process ended with " + process.exitValue() + ":\n" + output());
            }
            return status("/q/health/ready") == 200;
        });
        return this;
    }

    /** Waits until it ends by itself and returns its exit code; fails when it does not. */
    public int awaitExit() {
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The process does not end:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Gets that path. */
    public HttpResponse<String> get(String path) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl() + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The status that a GET of that path is answered with; 0 when nobody answers. */
    public int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Sends it SIGTERM and returns at once. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it as SIGTERM does, waits for that, and returns its exit code (143 when all is well). */
    public int stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The process does not stop:\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** Ends it as SIGKILL does: it runs no hook, and its embedded database server goes on alone. */
    public void kill9() {
        process.destroyForcibly();
        await().atMost(STOP).until(() -> !process.isAlive());
    }

    /** Lets it run for that long, then ends it as SIGKILL does: for starts that are broken off anywhere. */
    public void kill9After(long millis) {
        try {
            assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
                    .as("ended by itself:%n%s", output())
                    .isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill9();
    }

    /** The embedded database server's main process, as long as it is alive. */
    public Optional<ProcessHandle> postmaster() {
        return postmasterLine(0)
                .map(Long::valueOf)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info()
                        .command()
                        .map(command -> command.startsWith(
                                dataDirectory.toAbsolutePath().normalize().toString()))
                        .orElse(false));
    }

    /** Kills the embedded database server's main process as SIGKILL does. */
    public void kill9Postmaster() {
        ProcessHandle postmaster = postmaster().orElseThrow();
        assertThat(postmaster.destroyForcibly()).isTrue();
        await().atMost(STOP).until(() -> postmaster().isEmpty());
    }

    /** A connection to the embedded database with the application's own role and stored password. */
    public Connection database() throws SQLException {
        try {
            String password =
                    Files.readString(dataDirectory.resolve("database.password")).strip();
            return DriverManager.getConnection(databaseUrl(), "curfew", password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JDBC address of the embedded database, without user and password. */
    public String databaseUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postmasterLine(3).orElseThrow() + "/curfew";
    }

    private Optional<String> postmasterLine(int index) {
        try {
            List<String> lines = Files.readAllLines(dataDirectory.resolve("postgresql/cluster/postmaster.pid"));
            return index < lines.size() ? Optional.of(lines.get(index).strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Ends everything that still runs: the process in an orderly way, an orphaned database server without mercy. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        if (!isDataDirectoryInUse()) {
            postmaster().ifPresent(orphan -> {
                orphan.destroyForcibly();
                await().atMost(STOP).until(() -> postmaster().isEmpty());
            });
        }
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server whose directory another process has locked is no orphan: it is that other process's. */
    private boolean isDataDirectoryInUse() {
        Path lockFile = dataDirectory.resolve("curfew.lock");
        if (!Files.exists(lockFile)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
