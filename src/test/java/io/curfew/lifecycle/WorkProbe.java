package io.curfew.lifecycle;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.sql.Sql;
import io.curfew.testing.Database;
import io.curfew.testing.Database.Stranger;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what it did by writing a row in the same transaction, fails where it is told to. */
@ApplicationScoped
class WorkProbe implements WorkHandler {
    static final String TENANT = "ACtest";
    static final String LOCK = "select cast(pg_advisory_xact_lock(4711) as text)";

    static final String KIND = "test-probe";

    private final Map<String, Integer> failuresLeft = new ConcurrentHashMap<>();
    private final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();

    private final Map<String, WorkItem> led = new ConcurrentHashMap<>();

    private final WorkQueue queue;
    private final Database database;

    WorkProbe(WorkQueue queue, Database database) {
        this.queue = queue;
        this.database = database;
    }

    void fail(String target, int times) {
        failuresLeft.put(target, times);
    }

    void fail(String target, int times, RuntimeException failure) {
        failures.put(target, failure);
        fail(target, times);
    }

    /** Doing {@code target} puts {@code next} into the queue. */
    void leadTo(String target, String next, Instant due) {
        led.put(target, WorkItem.due(KIND, TENANT, TENANT, next, due));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        assertThat(item.dueAt()).isBeforeOrEqualTo(now);
        return awaitLock(item)
                .chain(() -> takeTime(item))
                .chain(Panache::getSession)
                .chain(session -> session.createNativeQuery(
                                "insert into tombstone (tenant_id, account_id, closed_at, purged_at, certificate)"
                                        + " values (?1, ?2, ?3, ?3, 'probe')")
                        .setParameter(1, item.tenantId())
                        .setParameter(2, item.targetId())
                        .setParameter(3, now)
                        .executeUpdate())
                .invoke(() -> {
                    Integer left = failuresLeft.computeIfPresent(item.targetId(), (id, count) -> count - 1);
                    if (left != null && left >= 0) {
                        throw failures.getOrDefault(item.targetId(), new IllegalStateException("told to fail"));
                    }
                })
                .chain(() -> leadOn(item))
                .replaceWith(WorkOutcome.done());
    }

    private Uni<Void> leadOn(WorkItem item) {
        WorkItem next = led.get(item.targetId());
        return next == null ? Uni.createFrom().voidItem() : queue.schedule(next);
    }

    /** What is slow takes a moment. */
    private static Uni<Void> takeTime(WorkItem item) {
        return item.targetId().startsWith("slow-")
                ? Sql.of("select cast(pg_sleep(0.03) as text)")
                        .one(row -> row.string(0))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /** What is stuck waits for a lock that somebody else has. */
    private static Uni<Void> awaitLock(WorkItem item) {
        if (!item.targetId().startsWith("stuck-")) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK, String.class).getSingleResult())
                .replaceWithVoid();
    }

    void schedule(List<String> targets, Instant due) {
        schedule(TENANT, targets, due);
    }

    void schedule(String tenant, List<String> targets, Instant due) {
        await(() -> Panache.withTransaction(() -> queue.scheduleAll(
                KIND,
                tenant,
                targets.stream()
                        .map(target -> WorkItem.due(KIND, tenant, tenant, target, due))
                        .toList())));
    }

    List<Object> done(String prefix) {
        return database.column(
                "select account_id from tombstone where tenant_id = $1 and account_id like $2 order by 1",
                TENANT,
                prefix + "%");
    }

    List<List<Object>> queued(String prefix) {
        return database.rows(
                "select target_id, state, attempts, last_error from lifecycle_work"
                        + " where tenant_id = $1 and target_id like $2 order by 1",
                TENANT,
                prefix + "%");
    }

    String plan(String sql) {
        try (Stranger session = database.stranger()) {
            session.rows("set local enable_seqscan = off");
            session.rows("set local enable_bitmapscan = off");
            return session.rows("explain " + sql).toString();
        }
    }
}
