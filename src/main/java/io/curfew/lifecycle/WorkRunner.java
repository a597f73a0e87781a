package io.curfew.lifecycle;

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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Does what is due. Each item is claimed with skip-locked, done and removed in one transaction, so any number of
 * replicas may run it and a kill at any point leaves either all of an item's effect or none of it. Where a kind has a
 * {@link BatchWorkHandler}, the transaction takes more of the same tenant along.
 */
@ApplicationScoped
public class WorkRunner {
    // Only kinds that this version knows: during an upgrade the newer replica's items wait for a newer replica. What
    // others do at this moment is theirs. An item that has failed before goes alone, so that it does not hold up
    // others.
    private static final String CLAIM = """
            with first as materialized (
                select id, kind, tenant_id, account_id, target_id, due_at, attempts from lifecycle_work
                where state = 'OPEN' and due_at <= ?1 and kind = any(string_to_array(?2, ','))
                order by due_at, id limit 1 for update skip locked),
            alike as (
                select id, kind, tenant_id, account_id, target_id, due_at, attempts from lifecycle_work
                where state = 'OPEN' and due_at <= ?1 and attempts = 0
                    and tenant_id = (select tenant_id from first) and kind = (select kind from first)
                    and id <> (select id from first) and (select attempts from first) = 0
                order by due_at, id
                limit (select k.more
                    from unnest(string_to_array(?2, ','), cast(string_to_array(?3, ',') as integer[])) as k (kind, more)
                    where k.kind = (select kind from first))
                for update skip locked)
            select * from first union all select * from alike
            """;

    private static final String CLAIM_ONE = """
            select id, kind, tenant_id, account_id, target_id, due_at, attempts from lifecycle_work
            where state = 'OPEN' and due_at <= ?1 and id = ?2 for update skip locked
            """;

    private static final String NEXT = """
            select due_at from lifecycle_work
            where state = 'OPEN' and due_at > ?1 and due_at <= ?2 and kind = any(string_to_array(?3, ','))
            order by due_at limit 1
            """;

    private static final String FAIL = """
            update lifecycle_work set attempts = attempts + 1, last_error = ?2,
                state = case when attempts + 1 >= ?3 then 'PARKED' else 'OPEN' end, due_at = ?4
            where id = ?1
            """;

    private final Map<String, WorkHandler> handlers;
    private final String kinds;
    private final String takenAlong;
    private final LifecycleClock clock;
    private final LifecycleConfig config;
    private final Vertx vertx;
    private final AtomicInteger inHand = new AtomicInteger();
    private volatile boolean stopping;

    WorkRunner(@Any Instance<WorkHandler> handlers, LifecycleClock clock, LifecycleConfig config, Vertx vertx) {
        this.handlers = handlers.stream().collect(Collectors.toMap(WorkHandler::kind, Function.identity()));
        this.kinds = String.join(",", this.handlers.keySet());
        // In the same order, what goes along with an item of each kind at most.
        this.takenAlong = this.handlers.values().stream()
                .map(handler -> handler instanceof BatchWorkHandler batch ? batch.batchSize() - 1 : 0)
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        this.clock = clock;
        this.config = config;
        this.vertx = vertx;
    }

    /**
     * Does everything that is due, in parallel lanes, until nothing is left. An idle queue costs one statement.
     *
     * @return how many items were done; those that failed and those that other replicas hold are not counted
     */
    @CheckReturnValue
    public Uni<Long> runDue() {
        return runDue(() -> true);
    }

    /**
     * Like {@link #runDue()}, for as long as {@code goesOn} says so, which each lane asks after each item.
     *
     * @return how many items were done
     */
    @CheckReturnValue
    Uni<Long> runDue(BooleanSupplier goesOn) {
        AtomicLong done = new AtomicLong();
        return onOwnContext(() -> doNext(done)).chain(first -> first.isEmpty() ? idle() : drainAll(done, goesOn));
    }

    /** Takes nothing on any more, until the process ends. What is in hand is finished, or undone by what ends it. */
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
     * @param until neither are those due later
     * @return null when there is none in between
     */
    @CheckReturnValue
    public Uni<@Nullable Instant> nextDue(Instant since, Instant until) {
        return onOwnContext(() -> Panache.withSession(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(NEXT, OffsetDateTime.class)
                                .setParameter(1, since)
                                .setParameter(2, until)
                                .setParameter(3, kinds)
                                .getSingleResultOrNull())))
                .map(due -> due == null ? null : due.toInstant());
    }

    private static Uni<Long> idle() {
        return Uni.createFrom().item(0L);
    }

    private Uni<Long> drainAll(AtomicLong done, BooleanSupplier goesOn) {
        List<Uni<Void>> lanes = IntStream.range(0, config.lanes())
                .mapToObj(lane -> onOwnContext(() -> drain(done, goesOn)))
                .toList();
        return Uni.join().all(lanes).andCollectFailures().map(ignored -> done.get());
    }

    private Uni<Void> drain(AtomicLong done, BooleanSupplier goesOn) {
        // Deferred, for each round has a claim of its own.
        return Uni.createFrom()
                .deferred(() -> doNext(done))
                .repeat()
                .whilst(next -> goesOn.getAsBoolean() && next.isPresent())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Empty when nothing is due; otherwise whether what was claimed is done. */
    private Uni<Optional<Boolean>> doNext(AtomicLong done) {
        if (stopping) {
            return Uni.createFrom().item(Optional.empty());
        }
        Claim claim = new Claim();
        return Panache.withTransaction(() -> claimNext(claim))
                .onFailure()
                .recoverWithUni(failure -> claim.rows.isEmpty()
                        ? Uni.createFrom().failure(failure)
                        : afterFailure(claim, failure, done).replaceWith(Optional.of(false)))
                .invoke(ran -> ran.filter(Boolean::booleanValue).ifPresent(ok -> done.addAndGet(claim.rows.size())));
    }

    private Uni<Optional<Boolean>> claimNext(Claim claim) {
        Instant now = clock.now();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CLAIM, Object[].class)
                        .setParameter(1, now)
                        .setParameter(2, kinds)
                        .setParameter(3, takenAlong)
                        .getResultList()
                        .chain(rows -> rows.isEmpty()
                                ? Uni.createFrom().item(Optional.<Boolean>empty())
                                : handle(session, claim.with(rows), now).replaceWith(Optional.of(true))));
    }

    private Uni<Integer> handle(Mutiny.Session session, Claim claim, Instant now) {
        WorkHandler handler = handlers.get(claim.first().kind());
        if (handler == null) {
            throw new IllegalStateException(
                    "claimed an item of an unknown kind: " + claim.first().kind());
        }
        return claim.rows.size() > 1
                ? ((BatchWorkHandler) handler).handleAll(claim.items(), now).chain(() -> finishAll(session, claim))
                : handler.handle(claim.first(), now).chain(outcome -> finish(session, claim.firstId(), outcome));
    }

    private static Uni<Integer> finishAll(Mutiny.Session session, Claim claim) {
        return session.createNativeQuery(
                        "delete from lifecycle_work where id = any(cast(string_to_array(?1, ',') as bigint[]))")
                .setParameter(1, claim.ids())
                .executeUpdate();
    }

    /** The items of a batch get a second chance, each on its own; a single one has failed. */
    private Uni<Void> afterFailure(Claim claim, Throwable failure, AtomicLong done) {
        if (stopping) {
            // The stop itself may be to blame: no attempt is counted, and others do it.
            return Uni.createFrom().voidItem();
        }
        if (claim.rows.size() == 1) {
            return recordFailure(claim, failure);
        }
        Log.warnf(
                failure,
                "batch of due work failed, going on one by one: kind=%s items=%d",
                claim.first().kind(),
                claim.rows.size());
        return Multi.createFrom()
                .iterable(claim.rows)
                .onItem()
                .transformToUniAndConcatenate(row -> doOne(((Number) row[0]).longValue(), done))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> doOne(long id, AtomicLong done) {
        Claim claim = new Claim();
        return Panache.withTransaction(() -> claimOne(claim, id))
                .onFailure()
                .recoverWithUni(failure -> claim.rows.isEmpty()
                        ? Uni.createFrom().failure(failure)
                        : recordFailure(claim, failure).replaceWith(false))
                .invoke(ran -> done.addAndGet(ran ? 1 : 0))
                .replaceWithVoid();
    }

    private Uni<Boolean> claimOne(Claim claim, long id) {
        Instant now = clock.now();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CLAIM_ONE, Object[].class)
                        .setParameter(1, now)
                        .setParameter(2, id)
                        .getSingleResultOrNull()
                        .chain(row -> row == null
                                ? Uni.createFrom().item(false)
                                : handle(session, claim.with(List.<Object[]>of(row)), now)
                                        .replaceWith(true)));
    }

    private static Uni<Integer> finish(Mutiny.Session session, long id, WorkOutcome outcome) {
        if (outcome instanceof WorkOutcome.DueAgain again) {
            return session.createNativeQuery(
                            "update lifecycle_work set due_at = ?2, attempts = 0, last_error = null where id = ?1")
                    .setParameter(1, id)
                    .setParameter(2, again.at())
                    .executeUpdate();
        }
        return session.createNativeQuery("delete from lifecycle_work where id = ?1")
                .setParameter(1, id)
                .executeUpdate();
    }

    /** Outside the failed transaction: counts the attempt and pushes the next one back, or parks the item. */
    private Uni<Void> recordFailure(Claim claim, Throwable failure) {
        WorkItem item = claim.first();
        int attempts = item.attempts() + 1;
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
        Instant next = clock.now().plus(backoff(item.attempts()));
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(FAIL)
                                .setParameter(1, claim.firstId())
                                .setParameter(2, reason(failure))
                                .setParameter(3, config.maxAttempts())
                                .setParameter(4, next)
                                .executeUpdate()))
                .replaceWithVoid();
    }

    private Duration backoff(int failedBefore) {
        Duration wait = config.backoff().multipliedBy(1L << Math.min(failedBefore, 20));
        return wait.compareTo(config.maxBackoff()) > 0 ? config.maxBackoff() : wait;
    }

    private static String reason(Throwable failure) {
        String text = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return text.length() > 500 ? text.substring(0, 500) : text;
    }

    private static WorkItem read(Object[] row) {
        return new WorkItem(
                (String) row[1],
                (String) row[2],
                (String) row[3],
                (String) row[4],
                ((OffsetDateTime) row[5]).toInstant(),
                ((Number) row[6]).intValue());
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
        private final List<Object[]> rows = new ArrayList<>();

        private Claim with(List<Object[]> claimed) {
            rows.addAll(claimed);
            return this;
        }

        private long firstId() {
            return ((Number) rows.get(0)[0]).longValue();
        }

        private WorkItem first() {
            return read(rows.get(0));
        }

        private List<WorkItem> items() {
            return rows.stream().map(WorkRunner::read).toList();
        }

        private String ids() {
            return rows.stream().map(row -> row[0].toString()).collect(Collectors.joining(","));
        }
    }
}
