package io.curfew.credentials;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.curfew.limits.Fingerprint;
import io.curfew.limits.Fingerprints;
import io.curfew.limits.Here;
import io.curfew.limits.RecentSecrets;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords off the event loop, on a few threads of its own: logins may be slow, but must not make other calls
 * slow. A password that finds all threads busy waits in a {@link PasswordQueue}, for ten seconds at most; one that
 * finds no place there, or no thread in that time, is refused with {@link ErrorCode#RATE_LIMITED}.
 *
 * <p>A password that was right recently is not hashed again as long as the stored hash is the same; of equal checks at
 * the same time only one is done.
 */
@ApplicationScoped
public class Passwords {
    /** The hash of no password, so that a name that does not exist takes as long as one that does. */
    private static final String NOBODYS =
            "pbkdf2-sha256$600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private static final int CAPACITY = 64;
    private static final int SLOW_AFTER = 20;
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final int threads;
    private final RecentSecrets right;
    private final Fingerprints fingerprints = new Fingerprints();

    // What follows is guarded by this object's lock.
    private final PasswordQueue<Job<?>> queue;
    private final Map<Fingerprint, Job<Boolean>> checks = new HashMap<>();
    private int busy;
    private boolean alarmSet;

    Passwords(Vertx vertx, RealClock clock) {
        this.vertx = vertx;
        this.threads = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
        this.workers = vertx.createSharedWorkerExecutor("curfew-passwords", threads);
        this.right = new RecentSecrets(clock);
        this.queue = new PasswordQueue<>(CAPACITY, SLOW_AFTER, REST, clock);
    }

    /** The hash of {@code password}, to be kept. */
    @CheckReturnValue
    public Uni<String> hash(String password, PasswordAsker asker) {
        return Uni.createFrom().deferred(() -> {
            Job<String> job = new Job<>(asker, () -> PasswordHasher.hash(password), null);
            submit(job);
            return job.answer();
        });
    }

    /**
     * Whether {@code password} is the one hashed.
     *
     * @param hash the hash, null when there is none; the answer is then false, after the same time
     */
    @CheckReturnValue
    public Uni<Boolean> matches(String password, @Nullable String hash, PasswordAsker asker) {
        String kept = hash == null ? NOBODYS : hash;
        Fingerprint check = fingerprints.of(asker.name(), password, kept);
        return Uni.createFrom().deferred(() -> {
            if (right.has(check)) {
                return Uni.createFrom().item(true);
            }
            return checked(check, asker, () -> PasswordHasher.matches(password, kept) && hash != null)
                    .answer();
        });
    }

    private Job<Boolean> checked(Fingerprint check, PasswordAsker asker, Callable<Boolean> task) {
        Job<Boolean> job;
        synchronized (this) {
            Job<Boolean> same = checks.get(check);
            if (same != null) {
                same.callers++;
                return same;
            }
            job = new Job<>(asker, task, check);
            checks.put(check, job);
        }
        submit(job);
        return job;
    }

    private void submit(Job<?> job) {
        PasswordQueue.Entry<Job<?>> refused;
        synchronized (this) {
            refused = queue.offer(job.entry);
            if (refused != null) {
                forget(refused.work());
            }
        }
        if (refused != null) {
            refused.work().refuse();
        }
        begin();
    }

    /** Gives every free thread what is next. */
    private void begin() {
        long now = System.nanoTime();
        List<PasswordQueue.Entry<Job<?>>> late;
        List<Job<?>> next = new ArrayList<>();
        synchronized (this) {
            late = queue.removeOlderThan(now - PATIENCE.toNanos());
            late.forEach(entry -> forget(entry.work()));
            while (busy < threads) {
                PasswordQueue.Entry<Job<?>> entry = queue.poll(now);
                if (entry == null) {
                    break;
                }
                busy++;
                next.add(entry.work());
            }
            if (busy == 0 && !queue.isEmpty() && !alarmSet) {
                alarmSet = true;
                vertx.setTimer(REST.toMillis() / 4, alarm -> wake());
            }
        }
        late.forEach(entry -> entry.work().refuse());
        next.forEach(Job::run);
    }

    private void wake() {
        synchronized (this) {
            alarmSet = false;
        }
        begin();
    }

    /** Needs the lock. */
    private void forget(Job<?> job) {
        if (job.check != null) {
            checks.remove(job.check, job);
        }
    }

    private static DomainException refusal() {
        return new DomainException(ErrorCode.RATE_LIMITED, "Too many passwords are being checked. Try again.");
    }

    /** One hash to be made, for one caller or for several who ask the same. */
    private final class Job<T> {
        private final Callable<T> task;
        private final @Nullable Fingerprint check;
        private final PasswordQueue.Entry<Job<?>> entry;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private int callers = 1;

        /**
         * A job.
         *
         * @param check what it checks, null when it checks nothing
         */
        Job(PasswordAsker asker, Callable<T> task, @Nullable Fingerprint check) {
            this.task = task;
            this.check = check;
            this.entry = new PasswordQueue.Entry<>(asker, this, System.nanoTime());
        }

        /**
         * The result, given on the caller's own context. When all callers have gone before its turn, nothing is
         * hashed.
         */
        Uni<T> answer() {
            Executor here = Here.executor();
            return Uni.createFrom()
                    .<T>emitter(emitter -> result.whenComplete((value, failure) -> {
                        if (failure == null) {
                            emitter.complete(value);
                        } else {
                            emitter.fail(failure);
                        }
                    }))
                    .emitOn(here)
                    .onCancellation()
                    .invoke(this::leave);
        }

        private void leave() {
            synchronized (Passwords.this) {
                callers--;
                if (callers == 0 && queue.remove(entry)) {
                    forget(this);
                }
            }
        }

        void run() {
            workers.executeBlocking(task, false).onComplete(done -> {
                boolean matched = Boolean.TRUE.equals(done.result());
                synchronized (Passwords.this) {
                    busy--;
                    forget(this);
                    queue.done(entry, check != null && done.succeeded() && !matched, System.nanoTime());
                    if (check != null && matched) {
                        right.add(check);
                    }
                }
                if (done.succeeded()) {
                    result.complete(done.result());
                } else {
                    result.completeExceptionally(done.cause());
                }
                begin();
            });
        }

        void refuse() {
            result.completeExceptionally(refusal());
        }
    }
}
