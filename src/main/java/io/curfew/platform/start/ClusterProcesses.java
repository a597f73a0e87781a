package io.curfew.platform.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The processes of the server that runs on one cluster directory.
 *
 * <p>{@code postmaster.pid} alone proves nothing: after a crash or a reboot its number may belong to somebody else. A
 * process is taken for the server's only when its program is {@code postgres} and it works in the cluster directory
 * (Linux tells), or was started with it (elsewhere). Only such processes are ever signalled.
 */
final class ClusterProcesses {

    private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_SHUTDOWN = Duration.ofSeconds(15);
    private static final Duration KILL = Duration.ofSeconds(5);
    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();
    private static final Path PROC = Path.of("/proc");

    private final Path cluster;
    private final Duration fastShutdown;
    private final Duration immediateShutdown;

    ClusterProcesses(Path cluster) {
        this(cluster, FAST_SHUTDOWN, IMMEDIATE_SHUTDOWN);
    }

    /**
     * With other waiting times.
     *
     * @param fastShutdown how long the orderly way of {@link #stop} may take
     * @param immediateShutdown how long the immediate one may take
     */
    ClusterProcesses(Path cluster, Duration fastShutdown, Duration immediateShutdown) {
        this.cluster = cluster;
        this.fastShutdown = fastShutdown;
        this.immediateShutdown = immediateShutdown;
    }

    /** Every process of this cluster that is alive: the postmaster and, for a moment after its death, its children. */
    List<ProcessHandle> alive() {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return postmaster().stream().toList();
        }
        List<ProcessHandle> found = new ArrayList<>();
        ProcessHandle.allProcesses().filter(this::contains).forEach(found::add);
        return found;
    }

    /** The process that {@code postmaster.pid} names, when it is alive and really this cluster's. */
    Optional<ProcessHandle> postmaster() {
        return postmasterPid().flatMap(ProcessHandle::of).filter(this::contains);
    }

    /** The number in {@code postmaster.pid}, whatever it means by now. */
    Optional<Long> postmasterPid() {
        try (var lines = Files.lines(cluster.resolve("postmaster.pid"))) {
            return lines.findFirst().map(String::strip).map(Long::valueOf);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Stops the server: an orderly fast shutdown first, then, when that takes too long, an immediate one, which loses
     * nothing that was committed; what does not even obey that, such as a process that somebody has stopped by a signal, is
     * killed. Does nothing when no process of the cluster is alive.
     *
     * @return whether no process of the cluster is alive any more
     */
    boolean stop() {
        List<ProcessHandle> processes = alive();
        if (processes.isEmpty()) {
            return true;
        }
        Optional<ProcessHandle> postmaster = postmaster();
        if (postmaster.isPresent()) {
            signal("INT", postmaster.get());
            if (awaitNone(fastShutdown)) {
                return true;
            }
            StartLog.line("PostgreSQL did not stop within " + fastShutdown.toSeconds()
                    + " seconds and is told to stop at once; it recovers from its log at the next start.");
        }
        alive().forEach(process -> signal("QUIT", process));
        if (awaitNone(immediateShutdown)) {
            return true;
        }
        alive().forEach(ProcessHandle::destroyForcibly);
        return awaitNone(KILL);
    }

    private boolean awaitNone(Duration atMost) {
        long start = System.nanoTime();
        while (!alive().isEmpty()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Java itself can only send TERM, which PostgreSQL answers by waiting for its clients, and KILL. */
    private static void signal(String name, ProcessHandle process) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.onExit().join();
        } catch (IOException e) {
            StartLog.line("PostgreSQL could not be signalled: " + e);
        }
    }

    /**
     * Whether that process belongs to this cluster's server. A dead process that nobody has reaped no longer has a
     * working directory, and so does not count.
     */
    boolean contains(ProcessHandle process) {
        @Nullable Path program = process.info().command().map(Path::of).orElse(null);
        if (program == null || program.getFileName() == null) {
            return false;
        }
        // "postgres (deleted)" when the programs were replaced while it ran.
        if (!program.getFileName().toString().startsWith("postgres")) {
            return false;
        }
        Path workingDirectory = PROC.resolve(Long.toString(process.pid())).resolve("cwd");
        try {
            if (Files.isSymbolicLink(workingDirectory)) {
                return Files.isSameFile(workingDirectory, cluster);
            }
        } catch (IOException e) {
            return false;
        }
        List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
        return process.isAlive() && arguments.contains(cluster.toString());
    }
}
