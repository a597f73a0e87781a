package io.curfew.platform.start;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * PostgreSQL's programs that a killed process left running although they are not the server: {@code initdb}, which goes
 * on writing into a cluster that nobody will use, the servers it starts for single steps, {@code pg_ctl} that still waits.
 *
 * <p>A process is one of them when its program was unpacked below the same data directory, or when it is the shell or the
 * {@code unshare} that is about to become such a program. Whoever holds the directory's lock has started none of them, so
 * their owner is gone. The server itself, which works in the cluster directory, is not counted: {@link ClusterProcesses}
 * stops it in an orderly way.
 */
final class OrphanPrograms {

    private static final Duration GENTLE = Duration.ofSeconds(2);
    private static final Duration FORCED = Duration.ofSeconds(10);
    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();
    private static final Set<String> FORERUNNERS = Set.of("sh", "dash", "bash", "busybox", "unshare");

    private final Path home;

    /** The same directory as the system names it, without links. */
    private final Path programs;

    private final ClusterProcesses server;

    /**
     * Describes the orphans of one directory; nothing is done yet.
     *
     * @param home below which the programs are unpacked; must exist
     * @param server the processes that are not orphans
     */
    OrphanPrograms(Path home, ClusterProcesses server) throws IOException {
        this.home = home;
        this.programs = home.toRealPath();
        this.server = server;
    }

    /**
     * Ends them all and returns when none is left, after twelve seconds at the latest. They are asked first, so that
     * {@code initdb} tidies up.
     */
    void end() {
        if (endAll(ProcessHandle::destroy, GENTLE)) {
            return;
        }
        if (!endAll(ProcessHandle::destroyForcibly, FORCED)) {
            StartLog.line("Processes of a start that was killed do not end: "
                    + alive().stream().map(ProcessHandle::pid).toList());
        }
    }

    private boolean endAll(Consumer<ProcessHandle> signal, Duration atMost) {
        long start = System.nanoTime();
        Set<ProcessHandle> signalled = new LinkedHashSet<>();
        for (List<ProcessHandle> left = alive(); !left.isEmpty(); left = alive()) {
            // One that dies may have started another one just before.
            left.stream().filter(signalled::add).forEach(signal);
            if (System.nanoTime() - start > atMost.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    private List<ProcessHandle> alive() {
        List<ProcessHandle> found = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(process -> isOurs(process.info()) && !server.contains(process))
                .forEach(found::add);
        return found;
    }

    private boolean isOurs(ProcessHandle.Info info) {
        // A dead process that nobody has reaped no longer has a program.
        Optional<Path> program = info.command().map(Path::of);
        if (program.isEmpty()) {
            return false;
        }
        if (program.get().startsWith(programs)) {
            return true;
        }
        Path name = program.get().getFileName();
        return name != null
                && FORERUNNERS.contains(name.toString())
                && info.arguments().map(List::of).orElse(List.of()).stream().anyMatch(this::namesProgram);
    }

    /** The word is the program, or it is the text that a shell is to run. */
    private boolean namesProgram(String word) {
        return word.contains(home.resolve(PostgresBinaries.PREFIX).toString());
    }
}
