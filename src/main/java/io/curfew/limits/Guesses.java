package io.curfew.limits;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many wrong secrets may be tried in a window, however many are tried at once.
 *
 * <p>Whoever guesses at a name from an address takes a turn for each guess. There are never more turns at once than
 * wrong secrets still allowed. Other guesses wait until a turn ends without a wrong secret, and are refused when no
 * turn can come any more. So a thousand guesses that come at once get no more secrets checked than guesses that come
 * one after another.
 *
 * <p>The owner of the secret does not notice: a secret that was right recently needs no turn, even while others guess
 * from the same address. It is still checked like any other secret, and forgotten when it turns out to be wrong.
 *
 * <p>The counts are kept in this process: with several replicas the bound applies to each of them.
 */
public final class Guesses {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_WAITING = 2_000;

    private final int limit;
    private final String refusal;
    private final Duration patience;
    private final RateLimiter wrong;
    private final RecentSecrets right;
    private final Fingerprints fingerprints = new Fingerprints();

    /** Guessers who have a turn or wait for one. Guarded by this object's lock, as are the lanes themselves. */
    private final Map<Fingerprint, Lane> lanes = new HashMap<>();

    /**
     * A bound.
     *
     * @param limit wrong secrets that may be tried in a window
     * @param window how long a window lasts; it begins with the first wrong secret
     * @param clock tells the time
     * @param refusal the message for those who may not guess any more
     */
    public Guesses(int limit, Duration window, RealClock clock, String refusal) {
        this(limit, window, clock, refusal, PATIENCE);
    }

    Guesses(int limit, Duration window, RealClock clock, String refusal, Duration patience) {
        this.limit = limit;
        this.refusal = refusal;
        this.patience = patience;
        this.wrong = new RateLimiter(limit, window, clock);
        this.right = new RecentSecrets(clock);
    }

    /**
     * Has a guess checked when its turn has come. The turn ends with the check.
     *
     * <p>Refuses with {@link ErrorCode#RATE_LIMITED} when too many guesses were wrong, and after ten seconds without a
     * turn.
     *
     * @param check checks the guess and reports the result to the turn; if it reports nothing, the guess does not
     *     count
     */
    @CheckReturnValue
    public <T> Uni<T> judge(Guess guess, Function<Turn, Uni<T>> check) {
        return Uni.createFrom().deferred(() -> {
            Fingerprint secret = fingerprints.of(guess.name(), guess.secret());
            // Nearly every call is of this kind. It takes no turn, so there is none to close.
            return right.has(secret)
                    ? check.apply(new Turn(null, () -> guesser(guess), secret))
                    : turn(guess, secret).chain(turn -> judge(turn, check));
        });
    }

    private static <T> Uni<T> judge(Turn turn, Function<Turn, Uni<T>> check) {
        return Uni.createFrom()
                .deferred(() -> check.apply(turn))
                .onTermination()
                .invoke(turn::close);
    }

    /**
     * Takes a turn at once, for a secret that is checked without blocking. The caller must close the turn.
     *
     * @param name what is guessed at
     * @throws DomainException with {@link ErrorCode#RATE_LIMITED} when there is no turn
     */
    public Turn take(String name) {
        Fingerprint guesser = fingerprints.of(name);
        synchronized (this) {
            Lane lane = lanes.computeIfAbsent(guesser, Lane::new);
            if (!lane.isFree()) {
                lane.leave();
                throw refused();
            }
            return lane.begin(null);
        }
    }

    /** Refuses with {@link ErrorCode#RATE_LIMITED} when {@code name} was guessed at too often. Takes no turn. */
    public void check(String name) {
        if (wrong.used(fingerprints.of(name)) >= limit) {
            throw refused();
        }
    }

    private Uni<Turn> turn(Guess guess, Fingerprint secret) {
        Fingerprint guesser = guesser(guess);
        Waiter waiter;
        synchronized (this) {
            Lane lane = lanes.computeIfAbsent(guesser, Lane::new);
            if (lane.isFree()) {
                return Uni.createFrom().item(lane.begin(secret));
            }
            if (lane.isOver() || lane.waiting.size() >= MAX_WAITING) {
                lane.leave();
                return Uni.createFrom().failure(refused());
            }
            waiter = new Waiter(lane, secret);
            lane.waiting.add(waiter);
        }
        return waiter.granted();
    }

    private Fingerprint guesser(Guess guess) {
        return fingerprints.of(guess.name(), guess.address());
    }

    private DomainException refused() {
        return new DomainException(ErrorCode.RATE_LIMITED, refusal);
    }

    /** The turns and the waiting guesses of one guesser. */
    private final class Lane {
        private final Fingerprint guesser;
        private final Set<Waiter> waiting = new LinkedHashSet<>();
        private int turns;

        Lane(Fingerprint guesser) {
            this.guesser = guesser;
        }

        boolean isFree() {
            return turns + wrong.used(guesser) < limit;
        }

        boolean isOver() {
            return wrong.used(guesser) >= limit;
        }

        Turn begin(@Nullable Fingerprint secret) {
            turns++;
            return new Turn(this, () -> guesser, secret);
        }

        /**
         * Ends a turn.
         *
         * @param mayBeRight whether a secret may have turned out to be right meanwhile, so that guesses waiting with
         *     it need no turn
         * @return the waiters whose wait ends now, with a turn or without one
         */
        List<Waiter> end(boolean mayBeRight) {
            turns--;
            List<Waiter> done = new ArrayList<>();
            if (mayBeRight) {
                passHolders(done);
            }
            passNext(done);
            leave();
            return done;
        }

        void leave() {
            if (turns == 0 && waiting.isEmpty()) {
                lanes.remove(guesser);
            }
        }

        private void passHolders(List<Waiter> done) {
            for (Waiter waiter : List.copyOf(waiting)) {
                if (right.has(waiter.secret)) {
                    done.add(waiter.end(new Turn(null, () -> guesser, waiter.secret)));
                }
            }
        }

        private void passNext(List<Waiter> done) {
            for (Waiter waiter : List.copyOf(waiting)) {
                if (isFree()) {
                    done.add(waiter.end(begin(waiter.secret)));
                } else if (isOver()) {
                    done.add(waiter.end(null));
                } else {
                    break;
                }
            }
        }
    }

    private final class Waiter {
        private final Lane lane;
        private final Fingerprint secret;
        private final CompletableFuture<Turn> answer = new CompletableFuture<>();
        private final Executor here = Here.executor();
        private boolean ended;
        private @Nullable Turn turn;

        Waiter(Lane lane, Fingerprint secret) {
            this.lane = lane;
            this.secret = secret;
        }

        /** Must be called with the lock held. The waiter is told later, without the lock. */
        Waiter end(@Nullable Turn given) {
            lane.waiting.remove(this);
            ended = true;
            turn = given;
            return this;
        }

        void tell() {
            Turn given = turn;
            if (given == null) {
                answer.completeExceptionally(refused());
            } else {
                answer.complete(given);
            }
        }

        Uni<Turn> granted() {
            return Uni.createFrom()
                    .<Turn>emitter(emitter -> answer.whenComplete((given, failure) -> {
                        if (failure == null) {
                            emitter.complete(given);
                        } else {
                            emitter.fail(failure);
                        }
                    }))
                    .ifNoItem()
                    .after(patience)
                    .recoverWithUni(this::giveUp)
                    .emitOn(here)
                    .onCancellation()
                    .invoke(this::leave);
        }

        /** Returns the turn if it came at the last moment; otherwise refuses. */
        private Uni<Turn> giveUp() {
            Turn given = stop();
            return given == null
                    ? Uni.createFrom().failure(refused())
                    : Uni.createFrom().item(given);
        }

        private void leave() {
            Turn given = stop();
            if (given != null) {
                given.close();
            }
        }

        private @Nullable Turn stop() {
            synchronized (Guesses.this) {
                if (!ended) {
                    end(null);
                    lane.leave();
                }
                return turn;
            }
        }
    }

    /** A guess that is being checked. Only the first result that is reported counts. */
    public final class Turn implements AutoCloseable {
        private final @Nullable Lane lane;
        private final Supplier<Fingerprint> guesser;
        private final @Nullable Fingerprint secret;
        private final AtomicBoolean over = new AtomicBoolean();

        /**
         * A turn.
         *
         * @param lane the lane that the turn was taken from, null when no turn was needed
         * @param guesser the guesser for whom a wrong secret is counted
         * @param secret the secret to remember when it is right, null to remember nothing
         */
        private Turn(@Nullable Lane lane, Supplier<Fingerprint> guesser, @Nullable Fingerprint secret) {
            this.lane = lane;
            this.guesser = guesser;
            this.secret = secret;
        }

        /** Reports that the secret is right; whether its owner may act is another matter. */
        public void right() {
            if (secret != null && lane != null) {
                right.add(secret);
            }
            end(false);
        }

        /** Reports that the secret is wrong, or that there is nobody of that name. */
        public void wrong() {
            if (secret != null) {
                right.remove(secret);
            }
            end(true);
        }

        /** Ends the turn without a result, unless one was reported before. */
        @Override
        public void close() {
            end(false);
        }

        private void end(boolean wasWrong) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            if (lane == null) {
                count(wasWrong);
                return;
            }
            List<Waiter> done;
            synchronized (Guesses.this) {
                count(wasWrong);
                done = lane.end(!wasWrong);
            }
            done.forEach(Waiter::tell);
        }

        private void count(boolean wasWrong) {
            if (wasWrong) {
                wrong.use(guesser.get());
            }
        }
    }
}
