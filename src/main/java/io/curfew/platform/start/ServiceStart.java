package io.curfew.platform.start;

import io.curfew.credentials.EncryptionConfig;
import io.curfew.dialects.twilio.TwilioConfig;
import io.curfew.security.ProxyConfig;
import io.curfew.security.PublicUrlConfig;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidator;
import io.smallrye.config.SmallRyeConfig;
import java.io.Closeable;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything between the process's first instruction and the application's, and its undoing at the end.
 *
 * <p>{@link #prepare} leaves what it has found out as system properties, where the application's configuration finds
 * it: the settings {@code curfew.database.*} and {@code curfew.encryption.key}, how long a stop may take, and whether
 * Flyway has nothing to do. {@link #close} undoes it in the opposite order: the database stops after the application,
 * the lock of the data directory goes last.
 *
 * <p>Signals: the virtual machine runs all shutdown hooks at once, so this one waits until the application has stopped
 * before it takes the database away. A signal that arrives earlier breaks the preparation off.
 */
public final class ServiceStart implements Closeable {

    private static final String DATABASE_URL = "curfew.database.url";
    private static final String DATABASE_USERNAME = "curfew.database.username";
    private static final String DATABASE_PASSWORD = "curfew.database.password";
    private static final String ENCRYPTION_KEY = "curfew.encryption.key";

    private static final String REACTIVE_URLS = "quarkus.datasource.reactive.url";
    private static final String FLYWAY_ACTIVE = "quarkus.flyway.active";
    private static final String SHUTDOWN_DELAY = "quarkus.shutdown.delay";
    private static final String SHUTDOWN_TIMEOUT = "quarkus.shutdown.timeout";
    private static final String PROXY_FORWARDING = "quarkus.http.proxy.proxy-address-forwarding";

    /** Marks the process, across class loaders, as one in which the service has been started before. */
    private static final String STARTED_BEFORE = "curfew.start.before";

    private final Thread thread = Thread.currentThread();
    private final CountDownLatch prepared = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "curfew-stop");
    private final Set<String> published = new HashSet<>();
    private final Object phase = new Object();
    private boolean preparing = true;
    private boolean stopping;

    private @Nullable DataDirectory directory;
    private @Nullable EmbeddedDatabase database;
    private @Nullable EmbeddedDatabaseKeeper keeper;

    /**
     * Settles the database and the encryption key. Returns when the database can be used.
     *
     * @throws StartRefused when the service must not or cannot start
     */
    public void prepare() {
        EarlyClasses.load();
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            settle();
        } catch (InterruptedException e) {
            // Only the shutdown hook interrupts this thread; it has set the mark that is looked at below.
            Thread.currentThread().interrupt();
        } finally {
            boolean endOfProcess;
            synchronized (phase) {
                preparing = false;
                endOfProcess = stopping;
            }
            prepared.countDown();
            if (endOfProcess) {
                // Also when the preparation failed just now: that may only be the interrupt's doing.
                awaitEndOfProcess();
            }
        }
    }

    private void settle() throws InterruptedException {
        SmallRyeConfig config = configuration();
        DatabaseConfig databaseConfig = config.getConfigMapping(DatabaseConfig.class);
        EncryptionConfig encryption = config.getConfigMapping(EncryptionConfig.class);
        Optional<String> key = encryption.key();
        EncryptionKey.checkOthers(encryption);
        DataDirectory dataDirectory = new DataDirectory(
                config.getConfigMapping(DataDirectoryConfig.class).path());
        directory = dataDirectory;
        settleShutdown(config.getConfigMapping(ShutdownConfig.class));
        refuseForwarding(config);

        Optional<String> url = databaseConfig.url().filter(text -> !text.isBlank());
        DatabaseAddress address;
        if (url.isPresent()) {
            address = DatabaseAddress.configured(
                    url.get(),
                    databaseConfig.username(),
                    databaseConfig.password().orElse(""));
            if (address.hasSeveralHosts()) {
                publish(DATABASE_URL, address.url());
                // The reactive client takes an address for each; a comma within one would end it.
                publish(
                        REACTIVE_URLS,
                        address.urlsByHost().stream()
                                .map(one -> one.replace(",", "\\,"))
                                .collect(Collectors.joining(",")));
            }
            publish(ENCRYPTION_KEY, EncryptionKey.forExternalDatabase(key, dataDirectory));
            openListener(config);
        } else {
            EmbeddedDatabase embedded = new EmbeddedDatabase(dataDirectory);
            embedded.requirePrograms();
            dataDirectory.lock();
            publish(ENCRYPTION_KEY, EncryptionKey.forEmbeddedDatabase(key, dataDirectory, embedded.exists()));
            openListener(config);
            database = embedded;
            address = embedded.start();
            keeper = EmbeddedDatabaseKeeper.keep(embedded);
            publish(DATABASE_URL, address.url());
            publish(DATABASE_USERNAME, address.username());
            publish(DATABASE_PASSWORD, address.password());
        }
        boolean migrated = new DatabaseWait(address, databaseConfig.startTimeout(), ProbeListener::tell).await();
        if (migrated) {
            publish(FLYWAY_ACTIVE, "false");
        }
        ProbeListener.tell("the application is starting");
    }

    /** Quarkus counts its timeout from the end of the delay. */
    private void settleShutdown(ShutdownConfig config) {
        Duration finishing = config.timeout().minus(config.delay());
        if (config.delay().isNegative() || finishing.isNegative() || finishing.isZero()) {
            throw new StartRefused("curfew.shutdown.delay is to be shorter than curfew.shutdown.timeout.");
        }
        publish(SHUTDOWN_DELAY, config.delay().toString());
        publish(SHUTDOWN_TIMEOUT, finishing.toString());
    }

    /** Quarkus's own would put what anybody writes into a header in place of what {@code curfew.http.*} is applied to. */
    private static void refuseForwarding(SmallRyeConfig config) {
        if (config.getOptionalValue(PROXY_FORWARDING, Boolean.class).orElse(false)) {
            throw new StartRefused(
                    PROXY_FORWARDING + " is not to be set: curfew.http.trusted-proxies says whose headers count.");
        }
    }

    private static SmallRyeConfig configuration() {
        try {
            return ConfigUtils.configBuilder()
                    .withMapping(DatabaseConfig.class)
                    .withMapping(DataDirectoryConfig.class)
                    .withMapping(EncryptionConfig.class)
                    .withMapping(ShutdownConfig.class)
                    .withMapping(ProxyConfig.class)
                    .withMapping(PublicUrlConfig.class)
                    .withMapping(TwilioConfig.class)
                    // The application validates all of them, a moment later.
                    .withValidator(ConfigValidator.EMPTY)
                    // Other mappings share these prefixes; the application checks all of them together.
                    .withValidateUnknown(false)
                    .build();
        } catch (ConfigValidationException | IllegalArgumentException e) {
            throw new StartRefused(
                    "The configuration cannot be read: " + StartLog.oneLine(String.valueOf(e.getMessage())));
        }
    }

    private void publish(String key, String value) {
        System.setProperty(key, value);
        published.add(key);
    }

    private static void openListener(SmallRyeConfig config) {
        if (Boolean.getBoolean(STARTED_BEFORE)) {
            // Development mode starting anew: its HTTP server is kept meanwhile, and answers for itself.
            return;
        }
        int port = config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080);
        String host = config.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0");
        // Port 0 means any: nobody could know where to probe.
        if (port > 0) {
            ProbeListener.open(host, port);
        }
    }

    private void onShutdown() {
        boolean brokenOff;
        synchronized (phase) {
            stopping = true;
            brokenOff = preparing;
        }
        try {
            if (brokenOff) {
                thread.interrupt();
                prepared.await();
                close();
            } else {
                // The main thread closes when the application has drained. It always gets there: the application's own
                // shutdown hook waits for the same end, so there is nothing to gain from giving up earlier.
                closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The virtual machine is going down and its hooks do the rest; this thread must not start anything any more. */
    private void awaitEndOfProcess() {
        while (true) {
            // A pending interrupt would turn the wait into a busy loop.
            if (!Thread.interrupted()) {
                LockSupport.park(this);
            }
        }
    }

    /** Frees the HTTP port, stops the embedded database and gives the data directory back. Later calls do nothing. */
    @Override
    public synchronized void close() {
        ProbeListener.closeCurrent();
        EmbeddedDatabaseKeeper watcher = keeper;
        keeper = null;
        if (watcher != null) {
            watcher.close();
        }
        EmbeddedDatabase embedded = database;
        database = null;
        if (embedded != null) {
            embedded.stop();
        }
        DataDirectory locked = directory;
        directory = null;
        if (locked != null) {
            locked.close();
        }
        // In development mode the next start happens in this same process and must not take them for configured.
        published.forEach(System::clearProperty);
        published.clear();
        System.setProperty(STARTED_BEFORE, "true");
        closed.countDown();
        removeHook();
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running or has run, so there is nothing to report.
            return;
        }
    }
}
