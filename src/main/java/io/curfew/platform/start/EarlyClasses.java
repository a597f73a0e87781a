package io.curfew.platform.start;

import io.quarkus.runtime.ImageMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Loads the libraries' classes that a start needs on a thread of its own, a little ahead of the start itself. Loading
 * some ten thousand classes is most of the work of a start, needs no particular order, and fits into the time in which
 * the database starts.
 *
 * <p>Classes are loaded, not initialised: nothing of theirs runs. The list is a hint: a name that no longer is a class
 * is skipped, and a class that the list lacks is loaded when it is needed.
 */
final class EarlyClasses {

    /** The names in the order of their use, on each line a package and classes of it; a test keeps it near the truth. */
    static final String RESOURCE = "start/classes.txt";

    private final ClassLoader loader;

    private EarlyClasses(ClassLoader loader) {
        this.loader = loader;
    }

    /** Begins, where classes are loaded and there is a processor to spare; returns at once. */
    static void load() {
        ClassLoader loader = EarlyClasses.class.getClassLoader();
        boolean loadsClasses = ImageMode.current() == ImageMode.JVM;
        if (!loadsClasses || loader == null || Runtime.getRuntime().availableProcessors() == 1) {
            return;
        }
        Thread thread = new Thread(new EarlyClasses(loader)::run, "early-classes");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (InputStream list = loader.getResourceAsStream(RESOURCE)) {
            if (list == null) {
                return;
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                loadAll(line);
            }
        } catch (IOException e) {
            // Whatever was not loaded here is loaded when it is needed.
            return;
        }
    }

    private void loadAll(String line) {
        int from = line.indexOf(' ');
        String prefix = line.substring(0, Math.max(0, from)) + '.';
        while (from >= 0) {
            int to = line.indexOf(' ', from + 1);
            load(prefix + (to < 0 ? line.substring(from + 1) : line.substring(from + 1, to)));
            from = to;
        }
    }

    private void load(String name) {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            // Another version of the library does not have this class. Code that needs it will fail where it asks for
            // it.
            return;
        }
    }
}
