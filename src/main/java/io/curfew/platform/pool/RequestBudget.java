package io.curfew.platform.pool;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * The time that one request may spend on the database, whatever it does there and in how many transactions. It begins
 * when the request first asks for a connection, so a body that arrives slowly does not use it up. What is not a request
 * has no budget.
 */
final class RequestBudget {
    private static final Object KEY = RequestBudget.class;

    private long end;
    private boolean running;

    private RequestBudget() {}

    /** The budget of the request that a context belongs to; null when it belongs to none. */
    static @Nullable RequestBudget of(Context context) {
        return VertxContext.isDuplicatedContext(context) ? context.getLocal(KEY) : null;
    }

    /** When it is used up, in {@link System#nanoTime} terms. */
    synchronized long end() {
        if (!running) {
            running = true;
            end = System.nanoTime() + Deadlines.REQUEST.toNanos();
        }
        return end;
    }

    /** Gives every request its budget. */
    @ApplicationScoped
    static class Giver {
        /** Before everything that asks for a connection. */
        private static final int FIRST = 10_000;

        void register(@Observes Filters filters) {
            filters.register(
                    request -> {
                        Vertx.currentContext().putLocal(KEY, new RequestBudget());
                        request.next();
                    },
                    FIRST);
        }
    }
}
