package io.curfew.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Programs of a folder in {@code src/test}, run by Node with the clients that the folder's package-lock.json names. A test of
 * them is skipped where npm or its registry is absent.
 */
public final class NodePrograms {
    private static final String LOCK = "package-lock.json";

    private final Path work;

    private NodePrograms(Path work) {
        this.work = work;
    }

    /**
     * How a program ended.
     *
     * @param status its exit status, -1 when it did not end in time
     * @param output what it said
     */
    public record Result(int status, String output) {}

    /** The programs of {@code src/test/folder}, with their clients installed where they are not yet. */
    public static NodePrograms of(String folder) throws IOException, InterruptedException {
        assumeTrue(isThere("npm") && isThere("node"), "skipped: npm and node are not installed");
        Path work = Path.of("target", folder);
        // npm writes it last of all.
        boolean installed = Files.exists(work.resolve("node_modules/.package-lock.json"))
                && Files.mismatch(work.resolve(LOCK), source(folder).resolve(LOCK)) < 0;
        Files.createDirectories(work);
        try (var files = Files.list(source(folder))) {
            for (Path file : files.toList()) {
                Files.copy(file, work.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        NodePrograms programs = new NodePrograms(work);
        if (!installed) {
            Result install = programs.run(Map.of(), "npm", "ci", "--silent");
            assumeTrue(install.status == 0, "skipped: npm could not install the clients: " + install.output);
        }
        return programs;
    }

    private static Path source(String folder) {
        return Path.of("src/test", folder);
    }

    private static boolean isThere(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** Runs a file of tests. */
    public Result test(Map<String, String> environment, String file) throws IOException, InterruptedException {
        return run(environment, "node", "--test", "--test-reporter=tap", file);
    }

    private Result run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(work, "run", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TWILIO_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(4, TimeUnit.MINUTES)) {
                return new Result(-1, "timed out: " + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }
}
