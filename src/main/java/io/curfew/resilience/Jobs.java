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
 * Runs the chains of scheduled jobs so that a run always ends. The scheduler passes a tick over while the last run has
 * not ended ({@code SKIP}), so a chain that waits for something that never comes would be the job's last.
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
     * Runs {@code work} until it ends, or until it has given no sign of life for {@code patience}. Such a run is given up
     * and not cancelled, for it may hold a connection that has to be given back in good order.
     *
     * @param name what the log calls it
     * @param patience the longest time between two signs of a run that is well
     * @param work gets its run, to give signs by
     * @return ends with null and never fails: a failure is logged here, and the next tick tries again
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
