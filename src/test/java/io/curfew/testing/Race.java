package io.curfew.testing;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets calls run at the same moment, each on a thread, context and connection of its own. */
public final class Race {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "race");
        thread.setDaemon(true);
        return thread;
    });

    private Race() {}

    /**
     * How one runner ended: exactly one of the two is set.
     *
     * @param item what it returned
     * @param failure what it failed with
     */
    public record Result<T>(@Nullable T item, @Nullable Throwable failure) {}

    /** Starts all of them together and waits for all; the results are in their order. */
    @SafeVarargs
    public static <T> List<Result<T>> run(Supplier<Uni<T>>... runners) {
        return run(List.of(runners));
    }

    /** Starts all of them together and waits for all; the results are in their order. */
    public static <T> List<Result<T>> run(List<Supplier<Uni<T>>> runners) {
        CyclicBarrier start = new CyclicBarrier(runners.size());
        List<Future<Result<T>>> running = new ArrayList<>();
        for (Supplier<Uni<T>> runner : runners) {
            running.add(THREADS.submit(() -> {
                start.await();
                try {
                    return new Result<T>(Reactive.await(runner), null);
                } catch (RuntimeException e) {
                    return new Result<T>(null, e);
                }
            }));
        }
        List<Result<T>> results = new ArrayList<>();
        for (Future<Result<T>> one : running) {
            try {
                results.add(one.get());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return results;
    }
}
