package io.curfew.platform;

import io.curfew.platform.start.ServiceStart;
import io.curfew.platform.start.StartRefused;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.function.BiConsumer;

/**
 * The entry point: settles the database and the encryption key, then runs the application, then stops what it started.
 *
 * <p>Exit codes: 0 after an orderly stop, 1 when the start is refused (one line on standard error says why) or the
 * application fails to start, 143 after SIGTERM as usual.
 */
@QuarkusMain
public final class CurfewMain {

    /** Not to be called: the framework treats the entry point as a bean and needs one it can reach. */
    CurfewMain() {}

    /**
     * Runs the service until it is stopped.
     *
     * @param args none are needed; settings come from the environment and the usual configuration files
     */
    public static void main(String... args) {
        // Quarkus would answer addresses that are no URIs with an empty 400; FrontRoutes answers them as their door
        // does.
        System.setProperty("vertx.disableURIValidation", "true");
        ServiceStart start = new ServiceStart();
        Thread early = new Thread(CurfewMain::initializeEarly, "curfew-early-init");
        early.start();
        try {
            start.prepare();
            early.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (StartRefused refused) {
            System.err.println("curfew: " + refused.getMessage());
            start.close();
            System.exit(1);
        } catch (RuntimeException bug) {
            bug.printStackTrace();
            start.close();
            System.exit(1);
        }
        // The application has stopped, the process has not ended yet: the moment for the database to stop. What comes
        // after it differs: production ends the process, development mode starts anew within it.
        BiConsumer<Integer, Throwable> end = ApplicationLifecycleManager.getDefaultExitCodeHandler();
        ApplicationLifecycleManager.setDefaultExitCodeHandler((code, failure) -> {
            start.close();
            end.accept(code, failure);
        });
        try {
            Quarkus.run(args);
        } finally {
            start.close();
        }
    }

    /**
     * Loads the application's generated class, whose static initializer does a third of a start's work and needs no
     * database: on a second processor, while the database starts. In development mode and in tests there is no such
     * class here, and a failure shows up once more, with its reason, where the application is started.
     */
    private static void initializeEarly() {
        try {
            Class.forName(
                    "io.quarkus.runner.ApplicationImpl",
                    true,
                    Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return;
        }
    }
}
