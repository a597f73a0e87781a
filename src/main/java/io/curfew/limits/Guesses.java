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
 * <p>Whoever guesses at a name from an address takes a turn for each guess. There are never more turns than wrong
 * answers still allowed; others wait until a turn ends without one, and are refused when none can come any more. So no
 * more guesses are judged when a thousand come at once than when they come one after another.
 *
 * <p>The owner of the secret does not notice: a secret that was right lately takes no turn, even while others guess
 * from the same address. It is still checked like any other, and forgotten when it turns out to be wrong.
 *
 * <p>Kept in this process: with several replicas the bound holds for each of them.
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
     * @param refusal what is said to those who may not guess any more
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
     * Has a guess judged when its turn has come, which ends with the judgement.
     *
     * <p>Refuses with {@link ErrorCode#RATE_LIMITED} when too many guesses were wrong, and after ten seconds without a
     * turn.
     *
     * @param check judges the guess and tells the turn what it found; says it nothing, the guess was none
     */
    @CheckReturnValue
    public <T> Uni<T> judge(Guess guess, Function<Turn, Uni<T>> check) {
        return Uni.createFrom().deferred(() -> {
            Fingerprint secret = fingerprints.of(guess.name(), guess.secret());
            // Nearly every call is one of these: it takes no turn, so there is none to be closed.
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
     * A turn at once, for a secret that is judged without waiting for anything. It has to be closed.
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

    /** Where guesses of one guesser are judged. */
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
         * @param mayBeRight whether a secret may have proven right with it, so that who waits with it needs no turn
         * @return those whose waiting ends too, with a turn or without
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

        /** Needs the lock; whoever waits is told later, without it. */
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

        /** The turn that came in the last moment, or none. */
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

    /** A guess that is being judged. What it is told first counts. */
    public final class Turn implements AutoCloseable {
        private final @Nullable Lane lane;
        private final Supplier<Fingerprint> guesser;
        private final @Nullable Fingerprint secret;
        private final AtomicBoolean over = new AtomicBoolean();

        /**
         * A turn.
         *
         * @param lane where it was taken, null when none had to be
         * @param guesser whom to count a wrong secret for
         * @param secret what to remember when it is right, null for nothing
         */
        private Turn(@Nullable Lane lane, Supplier<Fingerprint> guesser, @Nullable Fingerprint secret) {
            this.lane = lane;
            this.guesser = guesser;
            this.secret = secret;
        }

        /** The secret is right; whether its owner may act is another matter. */
        public void right() {
            if (secret != null && lane != null) {
                right.add(secret);
            }
            end(false);
        }

        /** The secret is wrong, or there is nobody of that name. */
        public void wrong() {
            if (secret != null) {
                right.remove(secret);
            }
            end(true);
        }

        /** Ends the turn; says nothing of the secret unless that was said before. */
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
