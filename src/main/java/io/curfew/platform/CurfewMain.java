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
        // It would also answer requests that cannot be read as HTTP with an empty 400.
        System.setProperty(MalformedRequests.SYSTEM_PROPERTY, MalformedRequests.SERVICELOAD);
        ServiceStart start = new ServiceStart();
        try {
            start.prepare();
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
}
