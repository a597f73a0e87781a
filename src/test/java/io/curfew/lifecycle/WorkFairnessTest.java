package io.curfew.lifecycle;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.sql.Sql;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Database.Stranger;
import io.curfew.testing.SettableClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** No tree keeps the work of others waiting, whatever is stuck or left to do in it. */
@CurfewTest
class WorkFairnessTest {
    private static final String STUCK_TENANT = "ACstuck";
    private static final String BUSY_TENANT = "ACbusy";

    @Inject
    WorkRunner runner;

    @Inject
    WorkQueue queue;

    @Inject
    WorkProbe probe;

    @Inject
    StuckBatch batch;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    /** Fails as it does when somebody holds a row of the tree. */
    @ApplicationScoped
    static class StuckBatch implements BatchWorkHandler {
        static final String KIND = "test-stuck-batch";

        private final List<Integer> tries = new CopyOnWriteArrayList<>();
        private volatile boolean isStuck = true;

        List<Integer> tries() {
            return tries;
        }

        void free() {
            isStuck = false;
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
            tries.add(items.size());
            return isStuck
                    ? Uni.createFrom().failure(new PgException("lock timeout", "ERROR", "55P03", ""))
                    : Uni.createFrom().voidItem();
        }
    }

    @Test
    void whatTheDatabaseDoesNotLetBeDoneIsNeverParked() {
        // Given
        probe.fail("locked-0", 12, new PgException("lock timeout", "ERROR", "55P03", ""));
        probe.schedule(List.of("locked-0"), clock.now());
        // When
        for (int i = 0; i < 12; i++) {
            await(runner::runDue);
            clock.advance(Duration.ofMinutes(11));
        }
        // Then
        assertThat(probe.queued("locked-"))
                .singleElement()
                .satisfies(item -> assertThat(item.subList(0, 3)).isEqualTo(List.of("locked-0", "OPEN", 12)));
        await(runner::runDue);
        assertThat(probe.done("locked-")).containsExactly("locked-0");
    }

    @Test
    void treeWhoseWorkIsStuckLeavesLanesToOthers() throws Exception {
        // Given
        List<String> stuck = IntStream.range(10, 40).mapToObj(i -> "stuck-" + i).toList();
        probe.schedule(STUCK_TENANT, stuck, clock.now().minusSeconds(60));
        probe.schedule(List.of("passing-0"), clock.now());
        CompletableFuture<Long> sweep;
        try (Stranger holder = database.stranger()) {
            holder.rows(WorkProbe.LOCK);
            // When
            sweep = CompletableFuture.supplyAsync(() -> await(runner::runDue));
            Awaitility.await().until(() -> !probe.done("passing-").isEmpty());
            // Then
            assertThat(database.column("select max(attempts) from lifecycle_work where tenant_id = $1", STUCK_TENANT))
                    .containsExactly(0);
            // When the database has given up waiting
            sweep.get(30, TimeUnit.SECONDS);
            // Then
            assertThat(database.count(
                            "select count(*) from lifecycle_work where tenant_id = $1 and attempts > 0", STUCK_TENANT))
                    .isBetween(1L, 6L);
        }
        // When
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofSeconds(10));
            await(runner::runDue);
        }
        // Then
        assertThat(database.column("select account_id from tombstone where tenant_id = $1 order by 1", STUCK_TENANT))
                .isEqualTo(stuck);
    }

    @Test
    void whatFallsDueWhileAnotherTreesRowIsHeldIsDoneAtOnce() throws Exception {
        // Given
        probe.schedule(BUSY_TENANT, List.of("stuck-held"), clock.now());
        probe.schedule(List.of("beside-0", "beside-1", "beside-2"), clock.now().plusSeconds(60));
        try (Stranger holder = database.stranger()) {
            holder.rows(WorkProbe.LOCK);
            CompletableFuture<Long> sweep = CompletableFuture.supplyAsync(() -> await(runner::runDue));
            Awaitility.await().until(() -> database.waiting() > 0);
            assertThat(probe.done("beside-")).isEmpty();
            // When
            clock.advance(Duration.ofSeconds(60));
            Awaitility.await().until(() -> probe.done("beside-").size() == 3);
            // Then the first tree's work still waits
            assertThat(database.rows(
                            "select target_id, attempts from lifecycle_work where tenant_id = $1", BUSY_TENANT))
                    .containsExactly(List.of("stuck-held", 0));
            assertThat(sweep).isNotDone();
            // When
            holder.commit();
            sweep.get(30, TimeUnit.SECONDS);
        }
        // Then
        assertThat(database.count(
                        "select count(*) from tombstone where tenant_id = $1 and account_id = 'stuck-held'",
                        BUSY_TENANT))
                .isOne();
    }

    @Test
    void whatFallsDueWhileAnotherTreesBacklogIsDoneIsNotKeptWaiting() throws Exception {
        // Given
        List<String> backlog =
                IntStream.range(1000, 1400).mapToObj(i -> "slow-" + i).toList();
        probe.schedule(BUSY_TENANT, backlog, clock.now());
        probe.schedule(List.of("between-0"), clock.now().plusSeconds(60));
        CompletableFuture<Long> sweep = CompletableFuture.supplyAsync(() -> await(runner::runDue));
        Awaitility.await().until(() -> left("slow-") < backlog.size());
        // When it falls due, and something that nobody knew of
        clock.advance(Duration.ofSeconds(60));
        probe.schedule(List.of("between-1"), clock.now());
        Awaitility.await().until(() -> probe.done("between-").size() == 2);
        // Then
        assertThat(left("slow-")).isPositive();
        sweep.get(30, TimeUnit.SECONDS);
        assertThat(left("slow-")).isZero();
    }

    private long left(String prefix) {
        return database.count(
                "select count(*) from lifecycle_work where tenant_id = $1 and target_id like $2",
                BUSY_TENANT,
                prefix + "%");
    }

    /** Nobody has told the planner that the queue is long. */
    @Test
    void claimReadsTheQueueInItsOrderAndNoBacklogTwice() {
        // Given
        Instant now = clock.now().plusSeconds(9);
        // What other tests have left due is in the way of each claim.
        long few = 10 + database.count("select count(*) from lifecycle_work");
        List<String> backlog =
                IntStream.range(0, 3000).mapToObj(i -> "read-" + i).toList();
        probe.schedule(BUSY_TENANT, backlog, now.minusSeconds(8));
        probe.schedule(List.of("behind-0"), now.minusSeconds(7));
        Backlogs backlogs = new Backlogs(System::nanoTime);
        // Then
        assertThat(rowsReadFor("read-0", now, "", backlogs)).isLessThan(few);
        // Then one that leaves the tree out reads over its work once
        assertThat(rowsReadFor("behind-0", now, BUSY_TENANT, backlogs)).isGreaterThan(3000);
        assertThat(rowsReadFor("behind-0", now, BUSY_TENANT, backlogs)).isLessThan(few);
        database.execute("delete from lifecycle_work where target_id like 'read-%' or target_id like 'behind-%'");
    }

    /** How many rows of the queue a claim reads, which is to find that item first. */
    private long rowsReadFor(String target, Instant now, String leftOut, Backlogs backlogs) {
        WorkClaims claims = new WorkClaims(Map.of(WorkProbe.KIND, probe));
        return await(() -> Panache.withTransaction(() -> rowsRead()
                .chain(before -> claims.claim(now, leftOut, backlogs, false)
                        .invoke(items -> assertThat(items)
                                .extracting(one -> one.item().targetId())
                                .containsExactly(target))
                        .chain(WorkFairnessTest::rowsRead)
                        .map(after -> after - before))));
    }

    /** By this connection, as far as that is not yet told to the statistics. */
    private static Uni<Long> rowsRead() {
        return Sql.of("select coalesce(max(seq_tup_read + idx_tup_fetch), 0) from pg_stat_xact_user_tables"
                        + " where relname = 'lifecycle_work'")
                .exactlyOne(row -> row.number(0));
    }

    @Test
    void whatALaneHasBroughtAboutIsDoneThoughAnotherTreeRestsAndItWasDueLongAgo() {
        // Given a tree that gets no lane, and work that leads to more, which was due before
        probe.fail("resting-0", 1, new PgException("lock timeout", "ERROR", "55P03", ""));
        probe.schedule(BUSY_TENANT, List.of("resting-0"), clock.now().minusSeconds(120));
        await(runner::runDue);
        probe.leadTo("leading-0", "led-0", clock.now().minusSeconds(60));
        probe.schedule(List.of("leading-0"), clock.now());
        // When
        await(runner::runDue);
        // Then
        assertThat(probe.done("led-")).containsExactly("led-0");
        clock.advance(Duration.ofSeconds(10));
        await(runner::runDue);
    }

    @Test
    void batchThatTheDatabaseDoesNotLetBeDoneEndsWithTheFirstOfItsItems() {
        // Given
        await(() -> Panache.withTransaction(() -> queue.scheduleAll(
                StuckBatch.KIND,
                STUCK_TENANT,
                IntStream.range(0, 5)
                        .mapToObj(i ->
                                WorkItem.due(StuckBatch.KIND, STUCK_TENANT, STUCK_TENANT, "batch-" + i, clock.now()))
                        .toList())));
        // When
        await(runner::runDue);
        // Then: another lane that began at the same moment may have one of them
        assertThat(batch.tries()).hasSizeBetween(2, 3);
        assertThat(database.count(
                        "select count(*) from lifecycle_work where tenant_id = $1 and kind = $2 and attempts > 0",
                        STUCK_TENANT,
                        StuckBatch.KIND))
                .isBetween(1L, 2L);
        // When
        batch.free();
        clock.advance(Duration.ofSeconds(10));
        await(runner::runDue);
        // Then
        assertThat(database.count("select count(*) from lifecycle_work where kind = $1", StuckBatch.KIND))
                .isZero();
    }
}
