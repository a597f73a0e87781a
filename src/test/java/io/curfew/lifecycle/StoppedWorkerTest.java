package io.curfew.lifecycle;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker that stops in the middle of its transaction, as a frozen replica does, and wakes up later. */
@CurfewTest
class StoppedWorkerTest {
    private static final String TENANT = "ACstopped";

    @Inject
    WorkRunner runner;

    @Inject
    WorkQueue queue;

    @Inject
    Single single;

    @Inject
    Batch batch;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    /** Where the first worker stops, and what the others have done. */
    static final class Stop {
        private final CompletableFuture<Integer> stoppedIn = new CompletableFuture<>();
        private final CompletableFuture<Void> wake = new CompletableFuture<>();
        private final List<WorkItem> done = new CopyOnWriteArrayList<>();
        private boolean armed = true;

        synchronized boolean disarm() {
            boolean was = armed;
            armed = false;
            return was;
        }

        /** The first one to come here stops until it is woken, and then goes on with its transaction. */
        Uni<Void> pass(List<WorkItem> items) {
            return backend()
                    .chain(pid -> {
                        if (!disarm()) {
                            return Uni.createFrom().voidItem();
                        }
                        stoppedIn.complete(pid);
                        return Uni.createFrom()
                                .completionStage(wake)
                                .emitOn(MutinyHelper.executor(Vertx.currentContext()))
                                .chain(Stop::backend)
                                .replaceWithVoid();
                    })
                    .invoke(() -> done.addAll(items));
        }

        private static Uni<Integer> backend() {
            return Panache.getSession()
                    .chain(session -> session.createNativeQuery("select pg_backend_pid()", Integer.class)
                            .getSingleResult());
        }
    }

    /** Items that are due again a month later. */
    @ApplicationScoped
    static class Single implements WorkHandler {
        static final String KIND = "test-stopped";
        private volatile Stop stop = new Stop();

        Stop arm() {
            stop = new Stop();
            return stop;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
            return stop.pass(List.of(item))
                    .replaceWith(() ->
                            WorkOutcome.dueAgain(item.dueAt().plus(Duration.ofDays(30)), item.accountId() + "-next"));
        }
    }

    /** Items that are done many at a time. */
    @ApplicationScoped
    static class Batch implements BatchWorkHandler {
        static final String KIND = "test-stopped-batch";
        private volatile Stop stop = new Stop();

        Stop arm() {
            stop = new Stop();
            return stop;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public int batchSize() {
            return 10;
        }

        @Override
        public Uni<Void> handleAll(List<WorkItem> items, Instant now) {
            return stop.pass(items);
        }
    }

    @BeforeEach
    @AfterEach
    void nothingElseIsDue() {
        clock.advance(TreeLanes.REST); // for a tree whose worker was stopped
        await(runner::runDue);
        database.execute("delete from lifecycle_work where tenant_id = $1", TENANT);
    }

    private void schedule(String kind, Instant due, String... targets) {
        await(() -> Panache.withTransaction(() -> queue.scheduleAll(
                kind,
                TENANT,
                List.of(targets).stream()
                        .map(target -> WorkItem.due(kind, TENANT, TENANT, target, due))
                        .toList())));
    }

    private static int awaitStop(Stop stop) throws Exception {
        return stop.stoppedIn.get(30, TimeUnit.SECONDS);
    }

    private void cut(int backend) {
        assertThat(database.column("select pg_terminate_backend($1)", backend)).containsExactly(true);
        Awaitility.await()
                .until(() -> database.count("select count(*) from pg_stat_activity where pid = $1", backend) == 0);
    }

    private CompletableFuture<Long> sweep() {
        return CompletableFuture.supplyAsync(() -> await(runner::runDue));
    }

    private List<List<Object>> queued() {
        return database.rows(
                "select target_id, account_id, due_at, attempts, state, last_error is null, not_before is null"
                        + " from lifecycle_work where tenant_id = $1 order by 1",
                TENANT);
    }

    @Test
    void workerWhoseLocksWereCutDoesNotMoveTheItemBack() throws Exception {
        // Given
        Instant due = clock.now();
        Stop stop = single.arm();
        schedule(Single.KIND, due, "charge");
        CompletableFuture<Long> first = sweep();
        cut(awaitStop(stop));
        // When another one does it, and the first one wakes up
        await(runner::runDue);
        List<List<Object>> afterTheOther = queued();
        stop.wake.complete(null);
        first.get(30, TimeUnit.SECONDS);
        // Then
        assertThat(stop.done).extracting(WorkItem::dueAt).containsExactly(due);
        assertThat(afterTheOther)
                .extracting(row -> row.get(1), row -> row.get(3), row -> row.get(4))
                .containsExactly(org.assertj.core.groups.Tuple.tuple(TENANT + "-next", 0, "OPEN"));
        assertThat(queued()).isEqualTo(afterTheOther);
        await(runner::runDue);
        assertThat(stop.done).hasSize(1);
    }

    @Test
    void failureOfAnItemThatWasTriedByOthersMeanwhileIsNotCountedTwice() throws Exception {
        // Given
        Stop stop = single.arm();
        schedule(Single.KIND, clock.now(), "tried");
        CompletableFuture<Long> first = sweep();
        cut(awaitStop(stop));
        database.execute(
                "update lifecycle_work set attempts = 1, not_before = due_at + interval '1 hour' where tenant_id = $1",
                TENANT);
        List<List<Object>> tried = queued();
        // When
        stop.wake.complete(null);
        first.get(30, TimeUnit.SECONDS);
        // Then
        assertThat(queued()).isEqualTo(tried);
    }

    @Test
    void batchWhoseLocksWereCutIsDoneOnceByOthers() throws Exception {
        // Given
        String[] targets = IntStream.range(0, 5).mapToObj(i -> "sim-" + i).toArray(String[]::new);
        Stop stop = batch.arm();
        schedule(Batch.KIND, clock.now(), targets);
        CompletableFuture<Long> first = sweep();
        cut(awaitStop(stop));
        // When
        await(runner::runDue);
        schedule(Batch.KIND, clock.now().plus(Duration.ofDays(1)), targets[0]);
        List<List<Object>> rescheduled = queued();
        stop.wake.complete(null);
        first.get(30, TimeUnit.SECONDS);
        // Then
        assertThat(stop.done).extracting(WorkItem::targetId).containsExactlyInAnyOrder(targets);
        assertThat(queued()).isEqualTo(rescheduled);
    }

    @Test
    void stoppedWorkerGivesWayWithinSeconds() throws Exception {
        // Given
        Stop stop = single.arm();
        schedule(Single.KIND, clock.now(), "held");
        CompletableFuture<Long> first = sweep();
        int backend = awaitStop(stop);
        // When nobody does anything about it
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            await(runner::runDue);
            return stop.done.size() == 1;
        });
        // Then the server has ended its transaction
        assertThat(database.count("select count(*) from pg_stat_activity where pid = $1", backend))
                .isZero();
        stop.wake.complete(null);
        first.get(30, TimeUnit.SECONDS);
        assertThat(stop.done).hasSize(1);
        assertThat(queued()).extracting(row -> row.get(3)).containsExactly(0);
    }
}
