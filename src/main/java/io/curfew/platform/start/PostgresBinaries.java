package io.curfew.platform.start;

import io.quarkus.runtime.ImageMode;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs, unpacked below the data directory.
 *
 * <p>They are unpacked into a temporary directory, checked for every write and then renamed, so that a full disk or a
 * killed process never leaves half a server that later starts would take for a whole one. They do not live in the
 * system's temporary directory, because cleaners remove files there while the server still needs them.
 */
final class PostgresBinaries {

    /** What the names of directories with unpacked programs begin with. */
    static final String PREFIX = "server-";

    private static final String UNFINISHED = "unpacking-";

    /** Holds what {@link #origin} said when the programs were unpacked. */
    private static final String ORIGIN = "ORIGIN";

    /** How long removing one directory is tried. */
    private static final Duration REMOVAL = Duration.ofSeconds(2);

    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

    private static final Pattern JAR = Pattern.compile("([^/]+\\.jar)!");

    private final Path home;
    private final List<String> prefix;

    private PostgresBinaries(Path home, List<String> prefix) {
        this.home = home;
        this.prefix = prefix;
    }

    /**
     * Does nothing where this release has programs for this machine. Nothing is written.
     *
     * @throws StartRefused when there are none, as in the native binary, which brings none along
     */
    static void requireAny() throws IOException {
        openArchive().close();
    }

    /**
     * The programs for this machine, unpacked when they are not there yet. Those of an earlier release are removed.
     *
     * @throws IOException when they cannot be written
     * @throws StartRefused when there are none for this operating system and processor
     */
    static PostgresBinaries unpack(Path parent) throws IOException, InterruptedException {
        String origin = origin();
        List<Path> unpacked = list(parent, PREFIX);
        Path home;
        if (unpacked.size() == 1 && isFrom(origin, unpacked.get(0))) {
            home = unpacked.get(0);
        } else {
            byte[] archive = archive();
            home = parent.resolve(PREFIX + checksum(archive));
            if (!Files.isDirectory(home)) {
                removeAll(parent, UNFINISHED);
                Path unfinished = Files.createTempDirectory(parent, UNFINISHED);
                extract(archive, unfinished);
                DataDirectory.move(unfinished, home);
            }
            Files.writeString(home.resolve(ORIGIN), origin);
            for (Path other : unpacked) {
                if (!other.equals(home)) {
                    remove(other);
                }
            }
        }
        return new PostgresBinaries(home, superuserPrefix(parent));
    }

    /**
     * What tells this release's archives apart without reading them: their jar's name, which holds the version, and
     * whatever else decides which one is taken. Empty where that cannot be told; the archive is looked at then.
     */
    private static String origin() {
        String architecture = System.getProperty("os.arch", "");
        if (!architecture.equals("amd64") || !System.getProperty("os.name", "").equals("Linux")) {
            return "";
        }
        URL archive = PostgresBinaries.class.getClassLoader().getResource("postgres-linux-x86_64.txz");
        Matcher jar = JAR.matcher(archive == null ? "" : archive.toString());
        boolean alpine = Files.exists(Path.of("/etc/alpine-release"));
        return jar.find() ? jar.group(1) + (alpine ? " alpine" : "") : "";
    }

    private static boolean isFrom(String origin, Path home) throws IOException {
        Path known = home.resolve(ORIGIN);
        return !origin.isEmpty()
                && Files.isRegularFile(known)
                && Files.readString(known).equals(origin);
    }

    /**
     * PostgreSQL refuses to run as root. A user namespace without any mapping takes root's powers away and leaves the
     * ownership of the files, which is all that is needed. Empty for everybody else, and where there are none.
     */
    private static List<String> superuserPrefix(Path own) throws IOException, InterruptedException {
        if (!Integer.valueOf(0).equals(Files.getAttribute(own, "unix:uid"))) {
            return List.of();
        }
        try {
            return Command.run(List.of("unshare", "-U", "id", "-u")).failed() ? List.of() : List.of("unshare", "-U");
        } catch (IOException noSuchProgram) {
            return List.of();
        }
    }

    private static byte[] archive() throws IOException {
        try (InputStream archive = openArchive()) {
            return archive.readAllBytes();
        }
    }

    private static InputStream openArchive() throws IOException {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            throw new StartRefused(
                    "The native binary has no embedded PostgreSQL. Set CURFEW_DATABASE_URL to use an external one.");
        }
        String system = System.getProperty("os.name", "");
        String name = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "Darwin" : system;
        String architecture = System.getProperty("os.arch", "");
        String normalized = "amd64".equals(architecture) ? "x86_64" : architecture;
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(name, normalized);
        } catch (IllegalStateException missing) {
            throw new StartRefused("There is no embedded PostgreSQL for " + name + " on " + architecture
                    + ". Set CURFEW_DATABASE_URL to use an external one.");
        }
    }

    /**
     * Tells releases of the programs apart. No more is asked of it, and this checksum takes a cold virtual machine a
     * hundredth of the time that a cryptographic digest does, which every start would feel.
     */
    private static String checksum(byte[] archive) {
        CRC32C checksum = new CRC32C();
        checksum.update(archive);
        return "%08x-%x".formatted(checksum.getValue(), archive.length);
    }

    private static void extract(byte[] archive, Path target) throws IOException {
        try (InputStream bytes = new ByteArrayInputStream(archive);
                InputStream tar = new BufferedInputStream(new XZCompressorInputStream(bytes), 1 << 16);
                TarArchiveInputStream entries = new TarArchiveInputStream(tar)) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                extract(entries, entry, target);
            }
        }
    }

    private static void extract(TarArchiveInputStream entries, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("The archive of PostgreSQL has an entry outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createDirectories(path.resolveSibling(""));
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (!entry.getName().endsWith(".a")) {
            Files.createDirectories(path.resolveSibling(""));
            Files.copy(entries, path);
            boolean program = path.startsWith(target.resolve("bin"));
            if (program && !path.toFile().setExecutable(true, true)) {
                throw new IOException(path + " could not be made executable");
            }
            if (program) {
                // A rename may reach the disk before the data does; the programs are what must not be empty then.
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    /** Runs {@code initdb}, {@code pg_ctl} or {@code postgres}. */
    Command run(String program, List<String> arguments) throws IOException, InterruptedException {
        return Command.run(prefix, home.resolve("bin").resolve(program), arguments);
    }

    /**
     * The server's version, such as {@code 18.4}.
     *
     * @throws StartRefused when the program cannot be run at all
     */
    String version() throws IOException, InterruptedException {
        Command version = run("postgres", List.of("-V"));
        int blank = version.output().strip().lastIndexOf(' ');
        if (version.failed() || blank < 0) {
            throw new StartRefused("The embedded PostgreSQL does not run on this machine: "
                    + StartLog.oneLine(version.output()) + " Set CURFEW_DATABASE_URL to use an external one.");
        }
        return version.output().strip().substring(blank + 1);
    }

    private static List<Path> list(Path parent, String prefix) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> child.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    /**
     * Removes the directories with that prefix, which an earlier start did not finish. One that cannot be removed is left
     * to a later start: nothing depends on its absence.
     */
    static void removeAll(Path parent, String prefix) throws IOException {
        for (Path unfinished : list(parent, prefix)) {
            remove(unfinished);
        }
    }

    private static void remove(Path directory) {
        long start = System.nanoTime();
        while (true) {
            try {
                Files.walkFileTree(directory, new Removal());
                return;
            } catch (IOException e) {
                // Somebody may be writing into it until a moment later.
                if (System.nanoTime() - start > REMOVAL.toNanos()) {
                    StartLog.line("What an earlier start left in " + directory + " cannot be removed now: " + e);
                    return;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    /** Removes a tree that may be changing: what has vanished meanwhile counts as removed. */
    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null && !(failure instanceof NoSuchFileException)) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
