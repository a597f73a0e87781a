package io.curfew.platform.pool;

import io.curfew.resilience.OutageLog;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The guards of all connections, for what concerns more than one of them. */
@Singleton
public class ConnectionGuards {
    /** Without this limit, a standby that is not promoted yet would make every write open all connections anew. */
    private static final Duration BETWEEN_MOVES = Duration.ofSeconds(1);

    private final Set<ConnectionGuard> guards = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastMove = new AtomicLong(System.nanoTime() - BETWEEN_MOVES.toNanos());
    private final OutageLog outages;

    ConnectionGuards(OutageLog outages) {
        this.outages = outages;
    }

    void add(ConnectionGuard guard) {
        guards.add(guard);
    }

    void remove(ConnectionGuard guard) {
        guards.remove(guard);
    }

    /** How many connections are open. */
    int size() {
        return guards.size();
    }

    void answered() {
        outages.answered();
    }

    /**
     * Notes that the server at the end of a connection cannot be written to: all connections lead to it, and new ones
     * may lead elsewhere.
     */
    public void movedAway() {
        long last = lastMove.get();
        long now = System.nanoTime();
        if (now - last >= BETWEEN_MOVES.toNanos() && lastMove.compareAndSet(last, now)) {
            guards.forEach(ConnectionGuard::evict);
        }
    }

    /** Closes what nobody uses; the rest goes as soon as it is given back. */
    void evictIdle() {
        guards.forEach(ConnectionGuard::evict);
    }
}
