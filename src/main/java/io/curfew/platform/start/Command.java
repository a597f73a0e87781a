package io.curfew.platform.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one of PostgreSQL's programs to its end.
 *
 * @param exitCode what it ended with
 * @param output what it wrote to standard output and error
 */
record Command(int exitCode, String output) {

    /**
     * Starts the program and waits for it.
     *
     * @param prefix words to put in front, such as {@code unshare -U}; may be empty
     * @throws IOException when it cannot be started
     * @throws InterruptedException when the waiting thread is interrupted; the program is killed then
     */
    static Command run(List<String> prefix, Path program, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(prefix);
        words.add(program.toString());
        words.addAll(arguments);
        return run(words);
    }

    /** Starts the program named by the first word and waits for it. */
    static Command run(List<String> words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        // The caller's PGDATA, PGPORT and so on belong to another server. Messages are read here, so they have to be
        // English.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            // Read in a thread of its own, so that an interrupt reaches the waiting one.
            OutputReader reader = new OutputReader(process);
            reader.start();
            int exitCode = process.waitFor();
            reader.join();
            return new Command(exitCode, new String(reader.output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    boolean failed() {
        return exitCode != 0;
    }

    private static final class OutputReader extends Thread {

        private final Process process;
        private volatile byte[] output = new byte[0];

        private OutputReader(Process process) {
            super("output of " + process.pid());
            this.process = process;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                output = process.getInputStream().readAllBytes();
            } catch (IOException e) {
                // The program was killed because the start was broken off; nobody asks for its output then.
                output = new byte[0];
            }
        }
    }
}
