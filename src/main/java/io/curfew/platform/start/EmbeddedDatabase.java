package io.curfew.platform.start;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server that runs beside the application when no external one is configured.
 *
 * <p>It keeps what it has committed (fsync, full page writes and synchronous commit are on and cannot be switched off by
 * its settings file), asks everybody for a password from the first moment of its life, and listens on the loopback
 * address only. The server is a process of its own, detached from the terminal: it survives this process when that is
 * killed, and is then stopped and started anew by the next one.
 *
 * <p>Layout below the data directory: {@code postgresql/cluster} (data), {@code postgresql/server-*} (programs),
 * {@code postgresql/log} (a week of logs), {@code postgresql/start.log} (the last start), {@code database.password} and
 * {@code database.superuser-password}.
 */
final class EmbeddedDatabase {

    private static final String LOCAL_SETTINGS = "postgresql.local.conf";
    private static final String NEW_CLUSTER = "cluster-new-";
    private static final String LOOPBACK = EmbeddedRole.HOST;
    private static final int ATTEMPTS = 3;

    private final DataDirectory directory;
    private final Path home;
    private final Path cluster;
    private final Path startLog;
    private final ClusterProcesses processes;
    private final EmbeddedRole role;
    private @Nullable PostgresBinaries programs;
    private int port;

    /** Describes the server of that data directory; nothing runs yet. The directory must be locked by this process. */
    EmbeddedDatabase(DataDirectory directory) {
        this.directory = directory;
        this.home = directory.resolve("postgresql");
        this.cluster = home.resolve("cluster");
        this.startLog = home.resolve("start.log");
        this.processes = new ClusterProcesses(cluster);
        this.role = new EmbeddedRole(directory);
    }

    /** Whether a database was created here before. */
    boolean exists() {
        return Files.exists(cluster);
    }

    /**
     * Does nothing where the server can be made on this machine, or was. It is asked before anything is written.
     *
     * @throws StartRefused when this release has no server for this machine
     */
    void requirePrograms() {
        try {
            if (!exists()) {
                PostgresBinaries.requireAny();
            }
        } catch (IOException e) {
            throw directory.unusable(e);
        }
    }

    /**
     * Starts the server, creating the cluster, the role and the database as far as they are missing. Returns when it
     * accepts connections, which after a crash is when its recovery has finished.
     *
     * @return where the application finds its database
     * @throws StartRefused when it cannot, with PostgreSQL's own reason
     * @throws InterruptedException when the thread is interrupted; {@link #stop} is still needed then
     */
    DatabaseAddress start() throws InterruptedException {
        try {
            DataDirectory.createPrivate(home);
            new OrphanPrograms(home, processes).end();
            PostgresBinaries binaries = PostgresBinaries.unpack(home);
            programs = binaries;
            String version = binaries.version();
            stopLeftOver();
            PostgresBinaries.removeAll(home, NEW_CLUSTER);
            boolean created = !exists();
            if (created) {
                createCluster(binaries);
            } else {
                checkCluster(version);
            }
            writeSettings();
            startServer(binaries, Optional.empty());
            DatabaseAddress address = role.ensure(port);
            StartLog.line("embedded PostgreSQL " + version + (created ? " created in " : " started in ") + home + ", "
                    + LOOPBACK + ":" + port);
            return address;
        } catch (IOException e) {
            throw directory.unusable(e);
        }
    }

    /** Whether the server's main process is alive. */
    boolean isRunning() {
        return processes.postmaster().isPresent();
    }

    /**
     * Starts the server that has died again, at the port it had, so that its clients find it. Returns when it accepts
     * connections, which is when its recovery has finished.
     *
     * @throws StartRefused when it cannot, with PostgreSQL's own reason
     * @throws InterruptedException when the thread is interrupted; {@link #stop} is still needed then
     */
    void restart() throws InterruptedException {
        PostgresBinaries binaries = programs;
        if (binaries == null) {
            throw new IllegalStateException("the server was never started");
        }
        try {
            // Children that do not notice their postmaster's death keep its memory, which hinders the next one.
            if (!processes.stop()) {
                throw new StartRefused("PostgreSQL in " + home + " has died and its processes do not end.");
            }
            startServer(binaries, Optional.of(port));
        } catch (IOException e) {
            throw directory.unusable(e);
        }
    }

    /**
     * Stops the server, whether this process or a killed one started it, and what a start that was broken off has left
     * running. Does nothing when nothing runs.
     */
    void stop() {
        try {
            if (Files.isDirectory(home)) {
                new OrphanPrograms(home, processes).end();
            }
        } catch (IOException e) {
            StartLog.line("What a broken start left running could not be looked for: " + e);
        }
        if (!processes.stop()) {
            StartLog.line("PostgreSQL in " + home + " is still running; the next start tries again to stop it.");
        }
    }

    private void stopLeftOver() throws IOException {
        if (!exists()) {
            return;
        }
        if (!processes.alive().isEmpty()) {
            StartLog.line("PostgreSQL still runs from a process that was killed; it is stopped and started anew.");
            if (!processes.stop()) {
                throw new StartRefused("PostgreSQL in " + home + " is left from a killed process and does not stop."
                        + " Stop process " + processes.alive().get(0).pid() + " by hand.");
            }
        }
        // PostgreSQL would refuse to start if that number now belonged to another of this user's programs.
        boolean taken = processes.postmasterPid().flatMap(ProcessHandle::of).isPresent();
        if (taken) {
            Files.deleteIfExists(cluster.resolve("postmaster.pid"));
        }
    }

    /** Created beside its place and moved there when it is whole: an interrupted creation is simply begun again. */
    private void createCluster(PostgresBinaries binaries) throws IOException, InterruptedException {
        role.makeSuperuserPassword();
        // The name is unique, since what an earlier start left may still be there.
        Path unfinished = Files.createTempDirectory(home, NEW_CLUSTER);
        // There is no moment of trust: even the very first server of this cluster asks for passwords.
        Command initdb = binaries.run(
                "initdb",
                List.of(
                        "--pgdata=" + unfinished,
                        "--username=" + EmbeddedRole.SUPERUSER,
                        "--pwfile=" + role.superuserPasswordFile(),
                        "--auth-host=scram-sha-256",
                        "--auth-local=scram-sha-256",
                        "--encoding=UTF8",
                        // Independent of the operating system, so that its updates never break an index.
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions"));
        if (initdb.failed()) {
            throw new StartRefused("The embedded database could not be created in " + home + ": "
                    + reason(initdb.output()) + rootHint(initdb.output()));
        }
        DataDirectory.move(unfinished, cluster);
    }

    private static String rootHint(String output) {
        return output.contains("root")
                ? " Run Curfew as a normal user, allow user namespaces, or use an external database."
                : "";
    }

    private void checkCluster(String serverVersion) throws IOException {
        Path versionFile = cluster.resolve("PG_VERSION");
        if (!Files.isRegularFile(versionFile) || !Files.isRegularFile(cluster.resolve("global/pg_control"))) {
            throw new StartRefused("The database in " + cluster
                    + " is damaged: files that every PostgreSQL cluster has are missing. Restore the data directory"
                    + " from a backup; nothing was changed.");
        }
        String clusterVersion = Files.readString(versionFile).strip();
        if (!serverVersion.startsWith(clusterVersion + ".")) {
            throw new StartRefused("The database in " + cluster + " was written by PostgreSQL "
                    + StartLog.oneLine(clusterVersion) + ", this release brings " + serverVersion
                    + ". Start the release it was used with, dump it, and restore the dump into a new data directory;"
                    + " nothing was changed.");
        }
    }

    private void writeSettings() {
        directory.write("postgresql/cluster/postgresql.conf", """
                # Written by Curfew at every start. Own settings belong into %1$s in the data directory.
                listen_addresses = '%2$s'
                # No socket: its directory would have to be short and shared with others.
                unix_socket_directories = ''
                password_encryption = scram-sha-256
                # Ours are random and long: stretching them would only make every new connection slow.
                scram_iterations = 64
                max_connections = 120
                shared_buffers = 256MB
                effective_cache_size = 1GB
                work_mem = 8MB
                maintenance_work_mem = 64MB
                wal_compression = on
                min_wal_size = 128MB
                max_wal_size = 2GB
                checkpoint_timeout = 10min
                random_page_cost = 1.1
                # Short statements only: compiling them costs more than it saves.
                jit = off
                timezone = 'UTC'
                log_timezone = 'UTC'
                lc_messages = 'C'
                logging_collector = on
                log_directory = '../log'
                log_filename = 'postgresql-%%a.log'
                log_truncate_on_rotation = on
                log_rotation_age = 1d
                log_rotation_size = 0
                log_checkpoints = on
                log_lock_waits = on
                include_if_exists '../../%1$s'
                """.formatted(LOCAL_SETTINGS, LOOPBACK));
        directory.write("postgresql/cluster/pg_hba.conf", """
                # Written by Curfew at every start: nobody connects without a password, and from this machine only.
                local all         all              scram-sha-256
                host  all         all %1$s/32 scram-sha-256
                host  replication all %1$s/32 scram-sha-256
                """.formatted(LOOPBACK));
    }

    /** Starts it at that port, or at any free one. */
    private void startServer(PostgresBinaries binaries, Optional<Integer> fixedPort)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            port = fixedPort.isPresent() ? fixedPort.get() : freePort();
            Files.deleteIfExists(startLog);
            Path serverLog = newestServerLog().orElse(startLog);
            long before = Files.exists(serverLog) ? Files.size(serverLog) : 0;
            // On the command line, where no settings file can undo it: what is committed is on the disk.
            String options = "-p " + port + " -c fsync=on -c full_page_writes=on -c synchronous_commit=on";
            Command start = binaries.run(
                    "pg_ctl",
                    List.of(
                            "start",
                            "--pgdata=" + cluster,
                            "--log=" + startLog,
                            "--options=" + options,
                            "--wait",
                            // Recovery takes as long as it takes; a server that dies is noticed at once.
                            "--timeout=86400"));
            if (!start.failed()) {
                return;
            }
            String said = said(serverLog, before, start);
            boolean portTaken = said.contains("could not create any TCP/IP sockets");
            // A process that was killed a moment ago had started it, which shows only now.
            boolean cameSecond = said.contains("lock file \"postmaster.pid\" already exists");
            if (attempt == ATTEMPTS || !(portTaken || cameSecond)) {
                throw new StartRefused("The embedded PostgreSQL in " + home + " does not start: " + reason(said)
                        + " (more in " + startLog + " and " + home.resolve("log") + ")");
            }
            stopLeftOver();
        }
    }

    /** What the server wrote during this start: first to its start log, later to the log it rotates itself. */
    private String said(Path serverLog, long before, Command start) throws IOException {
        StringBuilder said = new StringBuilder(start.output());
        if (Files.exists(startLog)) {
            said.append('\n').append(Files.readString(startLog));
        }
        Optional<Path> newest = newestServerLog();
        if (newest.isPresent()) {
            long from = newest.get().equals(serverLog) ? before : 0;
            said.append('\n').append(tail(newest.get(), from));
        }
        return said.toString();
    }

    private static String tail(Path file, long from) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            // A rotation within the start truncates the file: then all of it is new.
            long start = from <= log.length() ? from : 0;
            log.seek(Math.max(start, log.length() - (1 << 16)));
            byte[] bytes = new byte[(int) (log.length() - log.getFilePointer())];
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private Optional<Path> newestServerLog() throws IOException {
        Path logs = home.resolve("log");
        if (!Files.isDirectory(logs)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(logs)) {
            return files.max(Comparator.comparingLong(file -> file.toFile().lastModified()));
        }
    }

    /** The one line of PostgreSQL's output that says why it gave up. */
    private static String reason(String output) {
        List<String> lines = output.lines().map(StartLog::oneLine).toList();
        for (String mark : List.of("PANIC:", "FATAL:", "error:", "could not")) {
            Optional<String> line =
                    lines.stream().filter(candidate -> candidate.contains(mark)).findFirst();
            if (line.isPresent()) {
                String text = line.get();
                int at = text.indexOf(mark);
                return mark.endsWith(":") ? text.substring(at + mark.length()).strip() : text.substring(at);
            }
        }
        return lines.isEmpty() ? "it gave no reason" : lines.get(lines.size() - 1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), 0));
            return socket.getLocalPort();
        }
    }
}
