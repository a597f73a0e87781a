package io.curfew.platform.start;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Starts the embedded server again when it dies while the service runs: killed by the system for its memory, or by
 * hand. What was committed is there again after its recovery. A server that dies over and over is given up on, so that
 * whoever watches the process's liveness replaces it.
 */
public final class EmbeddedDatabaseKeeper implements AutoCloseable {
    /** How many times it is started again within {@link #WINDOW} before it is given up on. */
    static final int MAX_RESTARTS = 5;

    /** See {@link #MAX_RESTARTS}. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final long LOOK_MILLIS = 250;
    private static final Duration STOP = Duration.ofSeconds(30);

    private static final AtomicBoolean GIVEN_UP = new AtomicBoolean();

    private final EmbeddedDatabase database;
    private final Thread thread = new Thread(this::watch, "curfew-database");
    private final Deque<Long> restarts = new ArrayDeque<>();
    private volatile boolean closed;

    private EmbeddedDatabaseKeeper(EmbeddedDatabase database) {
        this.database = database;
        thread.setDaemon(true);
    }

    /** Keeps that server, which has been started, running from now on. */
    static EmbeddedDatabaseKeeper keep(EmbeddedDatabase database) {
        GIVEN_UP.set(false);
        EmbeddedDatabaseKeeper keeper = new EmbeddedDatabaseKeeper(database);
        keeper.thread.start();
        return keeper;
    }

    /** Whether this process's embedded server died so often that it is not started any more; false without one. */
    public static boolean hasGivenUp() {
        return GIVEN_UP.get();
    }

    private void watch() {
        try {
            while (!closed) {
                Thread.sleep(LOOK_MILLIS);
                if (!closed && !database.isRunning() && !startAgain()) {
                    GIVEN_UP.set(true);
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Only close() interrupts this thread, to end it.
            Thread.currentThread().interrupt();
        }
    }

    /** False when it has died too often. A failed attempt counts too. */
    private boolean startAgain() throws InterruptedException {
        long now = System.nanoTime();
        while (!restarts.isEmpty() && now - restarts.peekFirst() > WINDOW.toNanos()) {
            restarts.removeFirst();
        }
        if (restarts.size() >= MAX_RESTARTS) {
            StartLog.line("the embedded PostgreSQL has died " + (MAX_RESTARTS + 1) + " times within "
                    + WINDOW.toMinutes() + " minutes and is not started again; liveness fails from now on");
            return false;
        }
        restarts.addLast(now);
        StartLog.line("the embedded PostgreSQL has died and is started again");
        String failure = tryRestart();
        StartLog.line(
                failure == null
                        ? "the embedded PostgreSQL runs again after "
                                + Duration.ofNanos(System.nanoTime() - now).toMillis() + " ms"
                        : failure);
        return true;
    }

    private @Nullable String tryRestart() throws InterruptedException {
        try {
            database.restart();
            return null;
        } catch (StartRefused e) {
            return e.getMessage();
        }
    }

    /** Leaves the server alone from now on; returns when no restart is in progress. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
