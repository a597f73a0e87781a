package io.curfew.testing;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls of which a test wants to know how long they took, one or many at once. */
public final class Calls {
    private Calls() {}

    /**
     * How a call ended.
     *
     * @param retryAfter the header of that name, null when there is none
     */
    public record Call(int status, @Nullable String retryAfter, Duration took) {}

    /** Makes a call and measures it. */
    public static Call timed(Supplier<Response> call) {
        long start = System.nanoTime();
        Response answer = call.get();
        return new Call(answer.statusCode(), answer.header("Retry-After"), Duration.ofNanos(System.nanoTime() - start));
    }

    /** Makes so many calls at once, each on a thread of its own, and waits for all. */
    public static <T> List<T> atOnce(int count, Supplier<T> call) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(threads.submit(call::get));
            }
            List<T> ended = new ArrayList<>();
            for (Future<T> one : running) {
                ended.add(one.get());
            }
            return ended;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
