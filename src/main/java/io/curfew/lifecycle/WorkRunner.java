package io.curfew.lifecycle;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Does what is due. Each item is claimed with skip-locked, done and removed in one transaction, so any number of
 * replicas may run it and a kill at any point leaves either all of an item's effect or none of it.
 */
@ApplicationScoped
public class WorkRunner {
    // Only kinds that this version knows: during an upgrade the newer replica's items wait for a newer replica.
    private static final String CLAIM = """
            select id, kind, tenant_id, account_id, target_id, due_at, attempts from lifecycle_work
            where state = 'OPEN' and due_at <= ?1 and kind = any(string_to_array(?2, ','))
            order by due_at, id limit 1 for update skip locked
            """;

    private static final String FAIL = """
            update lifecycle_work set attempts = attempts + 1, last_error = ?2,
                state = case when attempts + 1 >= ?3 then 'PARKED' else 'OPEN' end, due_at = ?4
            where id = ?1
            """;

    private final Map<String, WorkHandler> handlers;
    private final String kinds;
    private final LifecycleClock clock;
    private final LifecycleConfig config;
    private final Vertx vertx;

    WorkRunner(@Any Instance<WorkHandler> handlers, LifecycleClock clock, LifecycleConfig config, Vertx vertx) {
        this.handlers = handlers.stream().collect(Collectors.toMap(WorkHandler::kind, Function.identity()));
        this.kinds = String.join(",", this.handlers.keySet());
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
        AtomicLong done = new AtomicLong();
        return onOwnContext(() -> countedNext(done)).chain(first -> first.isEmpty() ? idle() : drainAll(done));
    }

    private static Uni<Long> idle() {
        return Uni.createFrom().item(0L);
    }

    private Uni<Long> drainAll(AtomicLong done) {
        List<Uni<Void>> lanes = IntStream.range(0, config.lanes())
                .mapToObj(lane -> onOwnContext(() -> drain(done)))
                .toList();
        return Uni.join().all(lanes).andCollectFailures().map(ignored -> done.get());
    }

    private Uni<Void> drain(AtomicLong done) {
        return countedNext(done)
                .repeat()
                .whilst(Optional::isPresent)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Optional<Boolean>> countedNext(AtomicLong done) {
        return runNext().invoke(ran -> ran.filter(Boolean::booleanValue).ifPresent(ok -> done.incrementAndGet()));
    }

    /** Empty when nothing is due; otherwise whether the item was done. */
    private Uni<Optional<Boolean>> runNext() {
        Claim claim = new Claim();
        return Panache.withTransaction(() -> claimNext(claim))
                .onFailure()
                .recoverWithUni(failure -> claim.id == 0
                        ? Uni.createFrom().failure(failure)
                        : recordFailure(claim, failure).replaceWith(Optional.of(false)));
    }

    private Uni<Optional<Boolean>> claimNext(Claim claim) {
        Instant now = clock.now();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CLAIM, Object[].class)
                        .setParameter(1, now)
                        .setParameter(2, kinds)
                        .getSingleResultOrNull()
                        .chain(row -> row == null
                                ? Uni.createFrom().item(Optional.<Boolean>empty())
                                : handle(session, claim, row, now).replaceWith(Optional.of(true))));
    }

    private Uni<Integer> handle(Mutiny.Session session, Claim claim, Object[] row, Instant now) {
        WorkItem item = read(row);
        claim.id = ((Number) row[0]).longValue();
        claim.item = item;
        WorkHandler handler = handlers.get(item.kind());
        if (handler == null) {
            throw new IllegalStateException("claimed an item of an unknown kind: " + item.kind());
        }
        return handler.handle(item, now).chain(outcome -> finish(session, claim.id, outcome));
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
        WorkItem item = claim.item();
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
                                .setParameter(1, claim.id)
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
            context.runOnContext(ignored -> work.get().subscribe().with(emitter::complete, emitter::fail));
        });
    }

    /** The item that a transaction got hold of, kept for when it fails. */
    private static final class Claim {
        private long id;
        private @Nullable WorkItem item;

        private WorkItem item() {
            if (item == null) {
                throw new IllegalStateException("nothing was claimed");
            }
            return item;
        }
    }
}
