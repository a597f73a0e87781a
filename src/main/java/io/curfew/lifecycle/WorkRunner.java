package io.curfew.lifecycle;

import io.curfew.kernel.RealClock;
import io.curfew.resilience.JobRun;
import io.curfew.resilience.PassingFailure;
import io.curfew.resilience.Unavailability;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Does what is due. Each item is claimed with skip-locked, done and removed in one transaction, so any number of
 * replicas may run it and a kill at any point leaves either all of an item's effect or none of it. Where a kind has a
 * {@link BatchWorkHandler}, the transaction takes more of the same tenant along. A replica that stops in the middle
 * loses its claim to the others after some seconds, and when it wakes up it touches nothing. One tree never has all lanes
 * ({@link TreeLanes}), and the lanes that are free look for what falls due meanwhile ({@link Lookouts}).
 *
 * <p>What is due is claimed of all trees at once, so by real time, which is theirs as long as they have no clock of their
 * own; leases, rests and waits for the next attempt go by it in any case. What a handler does, it does at its tree's time.
 */
@ApplicationScoped
public class WorkRunner {
    private final Map<String, WorkHandler> handlers;
    private final WorkClaims claims;
    private final TreeLanes trees;
    private final LifecycleClock clock;
    private final RealClock real;
    private final LifecycleConfig config;
    private final WorkMetrics metrics;
    private final Vertx vertx;
    private final AtomicInteger inHand = new AtomicInteger();
    private volatile boolean stopping;

    WorkRunner(
            @Any Instance<WorkHandler> handlers,
            LifecycleClock clock,
            RealClock real,
            LifecycleConfig config,
            WorkMetrics metrics,
            Vertx vertx) {
        this.handlers = handlers.stream().collect(Collectors.toMap(WorkHandler::kind, Function.identity()));
        this.claims = new WorkClaims(this.handlers);
        this.trees = new TreeLanes(config.lanes());
        this.clock = clock;
        this.real = real;
        this.config = config;
        this.metrics = metrics;
        this.vertx = vertx;
    }

    /**
     * Does everything that is due, in parallel lanes, until nothing is left. An idle queue costs one statement.
     *
     * @return how many items were done; those that failed and those that other replicas hold are not counted
     */
    @CheckReturnValue
    public Uni<Long> runDue() {
        return runDue(JobRun.unwatched());
    }

    /**
     * Like {@link #runDue()}, as a run of a job: after each item its lane gives a sign of life, and ends when the run was
     * given up.
     *
     * @return how many items were done
     */
    @CheckReturnValue
    Uni<Long> runDue(JobRun run) {
        // All lanes begin at once: the first item may be one that waits for a lock.
        return onOwnContext(() -> Panache.withSession(() -> claims.isAnyDue(real.now())))
                .chain(any -> any ? drainAll(run) : Uni.createFrom().item(0L));
    }

    /** Takes on nothing more until the process ends. What is in hand is finished, or undone by what ends it. */
    public void stop() {
        stopping = true;
    }

    /** Whether nothing is in hand. */
    public boolean isIdle() {
        return inHand.get() == 0;
    }

    /**
     * When the next item falls due.
     *
     * @param since items due then or earlier are not asked for
     * @param until items due later are not asked for either
     * @return null when there is none in between
     */
    @CheckReturnValue
    public Uni<@Nullable Instant> nextDue(Instant since, Instant until) {
        return onOwnContext(() -> Panache.withSession(() -> claims.next(since, until)));
    }

    private Uni<Long> drainAll(JobRun run) {
        Sweep sweep = new Sweep(
                run,
                new Lookouts(vertx, config.lanes(), run::isOver),
                new Backlogs(System::nanoTime),
                new AtomicLong());
        List<Uni<Void>> lanes = IntStream.range(0, config.lanes())
                .mapToObj(lane -> onOwnContext(() -> drain(sweep, sweep.lookouts.lane())))
                .toList();
        return Uni.join().all(lanes).andCollectFailures().map(ignored -> sweep.done.get());
    }

    /** What the lanes of one sweep share. */
    private record Sweep(JobRun run, Lookouts lookouts, Backlogs backlogs, AtomicLong done) {}

    private Uni<Void> drain(Sweep sweep, Lookouts.Lane place) {
        AtomicBoolean left = new AtomicBoolean();
        AtomicBoolean hasWorked = new AtomicBoolean();
        // Deferred, for each round has a claim of its own.
        return Uni.createFrom()
                .deferred(() -> doNext(sweep, place, hasWorked.get()))
                .invoke(next -> hasWorked.set(next.isPresent()))
                .chain(next -> next.isPresent()
                        ? Uni.createFrom().item(sweep.run.goesOn())
                        : place.awaitMore().invoke(again -> left.set(!again)))
                .repeat()
                .whilst(goesOn -> goesOn)
                .collect()
                .last()
                .eventually(() -> {
                    if (!left.get()) {
                        place.leave();
                    }
                })
                .replaceWithVoid();
    }

    /** Empty when nothing is due; otherwise whether what was claimed is done. */
    private Uni<Optional<Boolean>> doNext(Sweep sweep, Lookouts.Lane place, boolean thorough) {
        if (stopping) {
            return Uni.createFrom().item(Optional.empty());
        }
        TreeLanes.Lane lane = trees.lane();
        return inTransaction(
                        lane,
                        now -> claimNext(lane, sweep.backlogs, now, thorough).invoke(items -> {
                            if (!items.isEmpty()) {
                                place.found();
                            }
                        }),
                        sweep.done,
                        (claim, failure) -> afterFailure(lane, claim, failure, sweep.done))
                .map(ran -> lane.isRefused() ? Optional.of(false) : ran)
                .invoke(ran -> ran.filter(done -> !done).ifPresent(undone -> sweep.backlogs.forget()))
                .eventually(lane::leave);
    }

    /** What is due first and of a tree that may have a lane; nothing when others have taken its last one meanwhile. */
    private Uni<List<ClaimedWork>> claimNext(TreeLanes.Lane lane, Backlogs backlogs, Instant now, boolean thorough) {
        return claims.claim(now, trees.leftOut(now), backlogs, thorough)
                .map(items -> items.isEmpty() || lane.enter(items.get(0).item().tenantId(), now) ? items : List.of());
    }

    /**
     * One of a batch that has failed as a whole, if it is still to be done.
     *
     * @return whether its tree may go on: the database let it be done
     */
    private Uni<Boolean> doOne(TreeLanes.Lane lane, ClaimedWork one, AtomicLong done) {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        return inTransaction(lane, now -> claims.claim(one.id(), now), done, (claim, failure) -> {
                    goesOn.set(PassingFailure.in(failure).isEmpty());
                    return recordFailure(claim.first(), failure);
                })
                .map(ended -> goesOn.get());
    }

    /** What to do, outside of the transaction, with a claim that failed. */
    private interface AfterFailure {
        Uni<Void> handle(Claim claim, Throwable failure);
    }

    private Uni<Optional<Boolean>> inTransaction(
            TreeLanes.Lane lane,
            Function<Instant, Uni<List<ClaimedWork>>> claiming,
            AtomicLong done,
            AfterFailure afterFailure) {
        Claim claim = new Claim();
        return Panache.withTransaction(() -> {
                    Instant now = real.now();
                    return claiming.apply(now)
                            .chain(items -> items.isEmpty()
                                    ? Uni.createFrom().item(Optional.<Boolean>empty())
                                    : handle(claim.with(items)).replaceWith(Optional.of(true)))
                            .onFailure()
                            .invoke(lane::failing);
                })
                .onFailure()
                .recoverWithUni(failure -> claim.items.isEmpty()
                        ? Uni.createFrom().failure(failure)
                        : afterFailure.handle(claim, failure).replaceWith(Optional.of(false)))
                .invoke(ran -> ran.filter(Boolean::booleanValue).ifPresent(ok -> {
                    done.addAndGet(claim.items.size());
                    metrics.done(claim.items, treeTime(claim.first()));
                    trees.done(claim.first().item().tenantId());
                }))
                .eventually(() -> metrics.laneFree(claim.items));
    }

    private Instant treeTime(ClaimedWork claimed) {
        return clock.now(claimed.item().tenantId());
    }

    private Uni<Integer> handle(Claim claim) {
        Instant now = treeTime(claim.first());
        metrics.laneBusy();
        WorkItem first = claim.first().item();
        WorkHandler handler = handlers.get(first.kind());
        if (handler == null) {
            throw new IllegalStateException("claimed an item of an unknown kind: " + first.kind());
        }
        return claim.items.size() > 1
                ? ((BatchWorkHandler) handler)
                        .handleAll(claim.items.stream().map(ClaimedWork::item).toList(), now)
                        .chain(() -> claims.finishAll(claim.items))
                : handler.handle(first, now).chain(outcome -> claims.finish(claim.first(), outcome));
    }

    /** The items of a batch get a second chance, each on its own; a single one has failed. */
    private Uni<Void> afterFailure(TreeLanes.Lane lane, Claim claim, Throwable failure, AtomicLong done) {
        if (stopping) {
            // The stop itself may be to blame: no attempt is counted, and others do it.
            return Uni.createFrom().voidItem();
        }
        if (claim.items.size() == 1) {
            return recordFailure(claim.first(), failure);
        }
        Log.warnf(
                PassingFailure.in(failure).isPresent() ? null : failure,
                "batch of due work failed, going on one by one: kind=%s items=%d",
                claim.first().item().kind(),
                claim.items.size());
        return Multi.createFrom()
                .iterable(claim.items)
                .onItem()
                .transformToUniAndConcatenate(one -> doOne(lane, one, done))
                .select()
                .first(goesOn -> goesOn) // each attempt that the database prevents takes seconds
                .collect()
                .last()
                .replaceWithVoid();
    }

    /**
     * Counts the attempt and puts the next one off, or parks the item. Not in the transaction that failed. A failure of
     * the database alone, such as a lock that somebody holds, never parks the item.
     */
    private Uni<Void> recordFailure(ClaimedWork claimed, Throwable failure) {
        Instant next = real.now().plus(backoff(claimed.item().attempts()));
        Optional<Unavailability> why = PassingFailure.in(failure).map(PassingFailure::why);
        boolean passing = why.isPresent();
        int maxAttempts = passing ? Integer.MAX_VALUE : config.maxAttempts();
        return Panache.withTransaction(() -> claims.fail(claimed, reason(failure), next, maxAttempts))
                .invoke(counted -> {
                    if (passing) {
                        if (why.get() == Unavailability.CONTENDED) {
                            trees.stuck(claimed.item().tenantId(), real.now());
                        }
                        tellPassing(claimed.item(), counted);
                    } else {
                        tellFailure(claimed.item(), failure, counted);
                    }
                })
                .replaceWithVoid();
    }

    private void tellPassing(WorkItem item, boolean counted) {
        if (counted) {
            metrics.failed(item.kind());
        }
        Log.warnf(
                "due work was prevented by the database and is tried again: kind=%s accountId=%s attempts=%d",
                item.kind(), item.accountId(), item.attempts() + 1);
    }

    private void tellFailure(WorkItem item, Throwable failure, boolean counted) {
        int attempts = item.attempts() + 1;
        if (!counted) {
            Log.warnf(
                    failure,
                    "due work was taken over by others: kind=%s accountId=%s attempts=%d",
                    item.kind(),
                    item.accountId(),
                    attempts);
            return;
        }
        metrics.failed(item.kind());
        if (attempts >= config.maxAttempts()) {
            Log.errorf(
                    failure,
                    "due work parked: kind=%s accountId=%s attempts=%d",
                    item.kind(),
                    item.accountId(),
                    attempts);
        } else {
            Log.warnf(
                    failure,
                    "due work failed: kind=%s accountId=%s attempts=%d",
                    item.kind(),
                    item.accountId(),
                    attempts);
        }
    }

    private Duration backoff(int failedBefore) {
        Duration wait = config.backoff().multipliedBy(1L << Math.min(failedBefore, 20));
        return wait.compareTo(config.maxBackoff()) > 0 ? config.maxBackoff() : wait;
    }

    private static String reason(Throwable failure) {
        String text = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return text.length() > 500 ? text.substring(0, 500) : text;
    }

    /** A lane needs a Vert.x context of its own, for the context carries the session. */
    private <T> Uni<T> onOwnContext(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            inHand.incrementAndGet();
            context.runOnContext(ignored -> Uni.createFrom()
                    .deferred(work::get)
                    .onTermination()
                    .invoke(inHand::decrementAndGet)
                    .subscribe()
                    .with(emitter::complete, emitter::fail));
        });
    }

    /** The items that a transaction got hold of, kept for when it fails. */
    private static final class Claim {
        private final List<ClaimedWork> items = new ArrayList<>();

        private Claim with(List<ClaimedWork> claimed) {
            items.addAll(claimed);
            return this;
        }

        private ClaimedWork first() {
            return items.get(0);
        }
    }
}
