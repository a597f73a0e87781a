package io.curfew.platform.start;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The directory that outlives the process: the embedded cluster, its passwords and the encryption key.
 *
 * <p>A directory is <em>in use</em> while a living process holds the lock on {@code curfew.lock}. The lock belongs to the
 * process and not to a file's existence, so a killed process leaves nothing behind that someone would have to remove.
 */
final class DataDirectory implements Closeable {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");
    private static final String LOCK_FILE = "curfew.lock";

    private final Path path;

    /** Kept open as long as the lock is to be held: closing any channel on this file would release it (POSIX). */
    private @Nullable FileChannel lockChannel;

    DataDirectory(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /**
     * Makes the directory where it is missing and takes its lock.
     *
     * @throws StartRefused when another process holds the lock, or the directory cannot be made or written
     */
    void lock() {
        try {
            createPrivate(path);
            FileChannel channel = FileChannel.open(
                    resolve(LOCK_FILE),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(SECRET));
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new StartRefused("The data directory " + path + " is in use by another running Curfew."
                        + " Stop that one first, or set CURFEW_DATA_DIR to another directory.");
            }
            lockChannel = channel;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Makes a directory that only its owner can look into; an existing one keeps its mode. */
    static void createPrivate(Path directory) throws IOException {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held within this very process: the same answer to the operator.
            return null;
        }
    }

    /**
     * The text of a small file, or empty when there is none. Bytes that are not UTF-8 become replacement characters;
     * the caller, who knows what the file is for, judges them.
     *
     * @throws StartRefused when it exists and cannot be read
     */
    Optional<String> read(String name) {
        try {
            return Optional.of(new String(Files.readAllBytes(resolve(name)), StandardCharsets.UTF_8).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * The secret in that file; when there is none that is {@code valid}, the generated one, after it has reached the disk
     * readable by its owner only. A crash leaves either no file or a whole one.
     *
     * @throws StartRefused when it can be neither read nor written
     */
    String secret(String name, Predicate<String> valid, Supplier<String> generated) {
        return read(name).filter(valid).orElseGet(() -> {
            String secret = generated.get();
            write(name, secret + "\n");
            return secret;
        });
    }

    /**
     * Replaces a file as a whole, mode 0600, durably.
     *
     * @throws StartRefused when it cannot be written
     */
    void write(String name, String text) {
        Path target = resolve(name);
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        FileAttribute<Set<PosixFilePermission>> mode = PosixFilePermissions.asFileAttribute(SECRET);
        try {
            Files.deleteIfExists(temporary);
            try (FileChannel channel = FileChannel.open(
                    temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            move(temporary, target);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Renames within one file system and makes the new name durable. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        Path parent = to.toAbsolutePath().getParent();
        if (parent != null) {
            try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /** The refusal for a directory that the operating system does not let us use. */
    StartRefused unusable(IOException cause) {
        return new StartRefused("The data directory " + path + " cannot be used: " + cause
                + ". It must be writable, with free space, on a file system with POSIX modes.");
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        FileChannel channel = lockChannel;
        lockChannel = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The end of the process releases the lock as well.
                StartLog.line("The lock of the data directory could not be closed: " + e);
            }
        }
    }
}
