package io.curfew.resilience;

import io.quarkus.logging.Log;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the chains of scheduled jobs so that a run always ends. The scheduler skips a tick while the last run has not
 * ended ({@code SKIP}), so a chain that waits for something that never comes would be the last run of its job.
 */
@ApplicationScoped
public class Jobs {
    private static final long CHECK_MILLIS = 1000;

    private final OutageLog outages;
    private final Vertx vertx;

    Jobs(OutageLog outages, Vertx vertx) {
        this.outages = outages;
        this.vertx = vertx;
    }

    /**
     * Runs {@code work} until it ends, or until it has given no sign of life for {@code patience}. A silent run is
     * abandoned rather than cancelled, because it may hold a connection that has to be returned in good order.
     *
     * @param name the name of the job in the log
     * @param patience the longest time between two signs of life of a healthy run
     * @param work the job; it gets its run, through which it gives signs of life
     * @return completes with null and never fails: a failure is logged here, and the next tick tries again
     */
    @CheckReturnValue
    public Uni<Void> run(String name, Duration patience, Function<JobRun, Uni<?>> work) {
        return Uni.createFrom().emitter(emitter -> new Watch(name, patience, emitter).start(work));
    }

    private final class Watch {
        private final String name;
        private final Duration patience;
        private final UniEmitter<? super Void> emitter;
        private final JobRun run = new JobRun();
        private final AtomicBoolean ended = new AtomicBoolean();
        private long timer;

        private Watch(String name, Duration patience, UniEmitter<? super Void> emitter) {
            this.name = name;
            this.patience = patience;
            this.emitter = emitter;
        }

        private void start(Function<JobRun, Uni<?>> work) {
            timer = vertx.setPeriodic(CHECK_MILLIS, id -> check());
            Uni.createFrom().deferred(() -> work.apply(run)).subscribe().with(ignored -> end(null), this::end);
        }

        private void check() {
            if (run.silentNanos() > patience.toNanos() && ended.compareAndSet(false, true)) {
                vertx.cancelTimer(timer);
                run.end();
                Log.warnf(
                        "job gave no sign of life and is started anew: job=%s silentSeconds=%d",
                        name, patience.toSeconds());
                emitter.complete(null);
            }
        }

        private void end(@Nullable Throwable failure) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            vertx.cancelTimer(timer);
            if (failure != null) {
                PassingFailure.in(failure)
                        .ifPresentOrElse(outages::postponed, () -> Log.errorf(failure, "job failed: job=%s", name));
            }
            emitter.complete(null);
        }
    }
}
