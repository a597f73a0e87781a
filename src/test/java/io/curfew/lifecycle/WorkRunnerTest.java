package io.curfew.lifecycle;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.sql.Sql;
import io.curfew.testing.Accounts;
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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@CurfewTest
class WorkRunnerTest {
    private static final String TENANT = "ACtest";
    private static final String STUCK_TENANT = "ACstuck";
    private static final String LOCK = "select cast(pg_advisory_xact_lock(4711) as text)";

    @Inject
    WorkRunner runner;

    @Inject
    WorkQueue queue;

    @Inject
    Probe probe;

    @Inject
    StuckBatch batch;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @Inject
    Accounts accounts;

    /** Counts what it did by writing a row in the same transaction, fails where it is told to. */
    @ApplicationScoped
    static class Probe implements WorkHandler {
        static final String KIND = "test-probe";

        private final Map<String, Integer> failuresLeft = new ConcurrentHashMap<>();
        private final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();

        void fail(String target, int times) {
            failuresLeft.put(target, times);
        }

        void fail(String target, int times, RuntimeException failure) {
            failures.put(target, failure);
            fail(target, times);
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
                    .replaceWith(WorkOutcome.done());
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
                    .chain(session ->
                            session.createNativeQuery(LOCK, String.class).getSingleResult())
                    .replaceWithVoid();
        }
    }

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

    private void schedule(List<String> targets, Instant due) {
        schedule(TENANT, targets, due);
    }

    private void schedule(String tenant, List<String> targets, Instant due) {
        await(() -> Panache.withTransaction(() -> queue.scheduleAll(
                Probe.KIND,
                tenant,
                targets.stream()
                        .map(target -> WorkItem.due(Probe.KIND, tenant, tenant, target, due))
                        .toList())));
    }

    private List<Object> done(String prefix) {
        return database.column(
                "select account_id from tombstone where tenant_id = $1 and account_id like $2 order by 1",
                TENANT,
                prefix + "%");
    }

    private List<List<Object>> queued(String prefix) {
        return database.rows(
                "select target_id, state, attempts, last_error from lifecycle_work"
                        + " where tenant_id = $1 and target_id like $2 order by 1",
                TENANT,
                prefix + "%");
    }

    @Test
    void nothingHappensBeforeItsInstant() {
        // Given
        Instant due = clock.now().plus(Duration.ofMinutes(10));
        schedule(List.of("early"), due);
        // When
        clock.advance(Duration.ofMinutes(10).minusSeconds(1));
        await(runner::runDue);
        // Then
        assertThat(done("early")).isEmpty();
        // When
        clock.advance(Duration.ofSeconds(1));
        await(runner::runDue);
        // Then
        assertThat(done("early")).containsExactly("early");
        assertThat(queued("early")).isEmpty();
    }

    @Test
    void itemsOfAllTreesAreClaimedByRealTimeAndDoneAtTheirTreesOwn() {
        // Given
        String ahead = "ACahead";
        Instant due = clock.now();
        schedule(ahead, List.of("ahead"), due);
        schedule(ahead, List.of("ahead-later"), due.plus(Duration.ofHours(1)));
        schedule(List.of("with-others"), due);
        clock.advance(ahead, Duration.ofDays(1));
        // When
        await(runner::runDue);
        // Then
        assertThat(database.rows(
                        "select account_id, closed_at >= $1, closed_at < $2 from tombstone"
                                + " where account_id in ('ahead', 'ahead-later', 'with-others') order by 1",
                        due.plus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC),
                        due.plus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC)))
                .containsExactly(List.of("ahead", true, false), List.of("with-others", false, true));
    }

    @Test
    void schedulingAgainMovesTheOneItem() {
        // Given
        schedule(List.of("moved"), clock.now());
        schedule(List.of("moved"), clock.now().plus(Duration.ofDays(1)));
        // When
        await(runner::runDue);
        // Then
        assertThat(done("moved")).isEmpty();
        assertThat(queued("moved")).hasSize(1);
    }

    @Test
    void failedAttemptLeavesNothingAndIsRepeatedLater() {
        // Given
        probe.fail("flaky", 2);
        schedule(List.of("flaky"), clock.now());
        // When
        await(runner::runDue);
        // Then
        assertThat(done("flaky")).isEmpty();
        assertThat(queued("flaky")).containsExactly(List.of("flaky", "OPEN", 1, "IllegalStateException: told to fail"));
        // When the first wait of one second is over, it fails again; the second wait is twice as long
        clock.advance(Duration.ofSeconds(1));
        await(runner::runDue);
        assertThat(queued("flaky").get(0).get(2)).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        await(runner::runDue);
        assertThat(queued("flaky").get(0).get(2)).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        await(runner::runDue);
        // Then
        assertThat(done("flaky")).containsExactly("flaky");
    }

    @Test
    void failedItemStaysDueAtItsInstantAndWaitsForItsNextAttempt() {
        // Given
        Instant due = clock.now();
        probe.fail("dated", 1);
        schedule(List.of("dated"), due);
        // When
        await(runner::runDue);
        // Then
        assertThat(database.rows(
                        "select due_at = $2, not_before > due_at from lifecycle_work"
                                + " where tenant_id = $1 and target_id = 'dated'",
                        TENANT,
                        due.atOffset(ZoneOffset.UTC)))
                .containsExactly(List.of(true, true));
        Instant next = ((OffsetDateTime) database.column(
                                "select not_before from lifecycle_work where tenant_id = $1 and target_id = 'dated'",
                                TENANT)
                        .get(0))
                .toInstant();
        assertThat(await(() -> runner.nextDue(due, next))).isEqualTo(next);
        assertThat(await(() -> runner.nextDue(due, next.minusMillis(1)))).isNull();
        // When
        clock.advance(Duration.ofSeconds(1));
        await(runner::runDue);
        // Then
        assertThat(done("dated")).containsExactly("dated");
    }

    @Test
    void queueIsReadInTheOrderOfItsIndexes() {
        assertThat(plan("select id from lifecycle_work where state = 'OPEN' and greatest(due_at, not_before) <= now()"
                        + " order by greatest(due_at, not_before), id limit 1 for update skip locked"))
                .contains("lifecycle_work_ready")
                .doesNotContain("Sort");
        assertThat(plan("select id from lifecycle_work where state = 'OPEN' and attempts = 0 and due_at <= now()"
                        + " and tenant_id = 'AC1' and kind = 'k' order by due_at, id limit 9 for update skip locked"))
                .contains("lifecycle_work_alike")
                .doesNotContain("Sort");
    }

    private String plan(String sql) {
        try (Stranger session = database.stranger()) {
            session.rows("set local enable_seqscan = off");
            session.rows("set local enable_bitmapscan = off");
            return session.rows("explain " + sql).toString();
        }
    }

    @Test
    void poisonedItemIsParkedAndStopsNobody() {
        // Given
        probe.fail("poison-0", Integer.MAX_VALUE);
        schedule(IntStream.range(0, 20).mapToObj(i -> "poison-" + i).toList(), clock.now());
        // When
        for (int i = 0; i < 10; i++) {
            await(runner::runDue);
            clock.advance(Duration.ofMinutes(11));
        }
        // Then
        assertThat(done("poison-")).hasSize(19).doesNotContain("poison-0");
        assertThat(queued("poison-"))
                .containsExactly(List.of("poison-0", "PARKED", 10, "IllegalStateException: told to fail"));
    }

    @Test
    void whatTheDatabaseDoesNotLetBeDoneIsNeverParked() {
        // Given
        probe.fail("locked-0", 12, new PgException("lock timeout", "ERROR", "55P03", ""));
        schedule(List.of("locked-0"), clock.now());
        // When
        for (int i = 0; i < 12; i++) {
            await(runner::runDue);
            clock.advance(Duration.ofMinutes(11));
        }
        // Then
        assertThat(queued("locked-"))
                .singleElement()
                .satisfies(item -> assertThat(item.subList(0, 3)).isEqualTo(List.of("locked-0", "OPEN", 12)));
        await(runner::runDue);
        assertThat(done("locked-")).containsExactly("locked-0");
    }

    @Test
    void treeWhoseWorkIsStuckLeavesLanesToOthers() throws Exception {
        // Given
        List<String> stuck = IntStream.range(10, 40).mapToObj(i -> "stuck-" + i).toList();
        schedule(STUCK_TENANT, stuck, clock.now().minusSeconds(60));
        schedule(List.of("passing-0"), clock.now());
        CompletableFuture<Long> sweep;
        try (Stranger holder = database.stranger()) {
            holder.rows(LOCK);
            // When
            sweep = CompletableFuture.supplyAsync(() -> await(runner::runDue));
            Awaitility.await().until(() -> !done("passing-").isEmpty());
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
        schedule(STUCK_TENANT, List.of("stuck-held"), clock.now());
        schedule(List.of("beside-0", "beside-1", "beside-2"), clock.now().plusSeconds(60));
        try (Stranger holder = database.stranger()) {
            holder.rows(LOCK);
            CompletableFuture<Long> sweep = CompletableFuture.supplyAsync(() -> await(runner::runDue));
            Awaitility.await().until(() -> database.waiting() > 0);
            assertThat(done("beside-")).isEmpty();
            // When
            clock.advance(Duration.ofSeconds(60));
            Awaitility.await().until(() -> done("beside-").size() == 3);
            // Then the first tree's work still waits
            assertThat(database.rows(
                            "select target_id, attempts from lifecycle_work where tenant_id = $1", STUCK_TENANT))
                    .containsExactly(List.of("stuck-held", 0));
            assertThat(sweep).isNotDone();
            // When
            holder.commit();
            sweep.get(30, TimeUnit.SECONDS);
        }
        // Then
        assertThat(database.count(
                        "select count(*) from tombstone where tenant_id = $1 and account_id = 'stuck-held'",
                        STUCK_TENANT))
                .isOne();
    }

    @Test
    void whatFallsDueWhileAnotherTreesBacklogIsDoneIsNotKeptWaiting() throws Exception {
        // Given
        List<String> backlog =
                IntStream.range(1000, 1400).mapToObj(i -> "slow-" + i).toList();
        schedule(STUCK_TENANT, backlog, clock.now());
        schedule(List.of("between-0"), clock.now().plusSeconds(60));
        CompletableFuture<Long> sweep = CompletableFuture.supplyAsync(() -> await(runner::runDue));
        Awaitility.await().until(() -> left("slow-") < backlog.size());
        // When it falls due, and something that nobody knew of
        clock.advance(Duration.ofSeconds(60));
        schedule(List.of("between-1"), clock.now());
        Awaitility.await().until(() -> done("between-").size() == 2);
        // Then
        assertThat(left("slow-")).isPositive();
        sweep.get(30, TimeUnit.SECONDS);
        assertThat(left("slow-")).isZero();
    }

    private long left(String prefix) {
        return database.count(
                "select count(*) from lifecycle_work where tenant_id = $1 and target_id like $2",
                STUCK_TENANT,
                prefix + "%");
    }

    @Test
    void backlogThatIsLeftOutIsNotReadEachTime() {
        // Given
        Instant now = clock.now();
        schedule(
                STUCK_TENANT,
                IntStream.range(0, 3000).mapToObj(i -> "read-" + i).toList(),
                now);
        schedule(List.of("behind-0", "behind-1"), now);
        WorkClaims claims = new WorkClaims(Map.of(Probe.KIND, probe));
        Backlogs backlogs = new Backlogs(System::nanoTime);
        // When
        List<Long> read = IntStream.range(0, 2)
                .mapToObj(i -> {
                    await(() -> Panache.withTransaction(() -> claims.claim(now.plusSeconds(9), STUCK_TENANT, backlogs)
                            .invoke(items -> assertThat(items)
                                    .extracting(one -> one.item().targetId())
                                    .containsExactly("behind-0"))));
                    return rowsRead(backlogs.end(STUCK_TENANT), now.plusSeconds(9));
                })
                .toList();
        // Then
        assertThat(rowsRead(backlogs.end(""), now.plusSeconds(9))).isGreaterThan(3000);
        assertThat(read).allMatch(rows -> rows < 10);
        database.execute("delete from lifecycle_work where target_id like 'read-%' or target_id like 'behind-%'");
    }

    /** How many rows a claim that begins there reads until it has found one of a tree that is not left out. */
    private long rowsRead(Backlogs.Place from, Instant now) {
        String plan = plan("(analyze, costs off, timing off) select id from lifecycle_work where state = 'OPEN'"
                + " and greatest(due_at, not_before) <= '" + now + "' and (greatest(due_at, not_before), id) >= ('"
                + from.readyAt() + "', " + from.id() + ") and tenant_id <> '" + STUCK_TENANT + "'"
                + " order by greatest(due_at, not_before), id limit 1 for update skip locked");
        assertThat(plan).contains("lifecycle_work_ready").doesNotContain("Sort");
        Matcher removed = Pattern.compile("Rows Removed by Filter: (\\d+)").matcher(plan);
        return 1 + (removed.find() ? Long.parseLong(removed.group(1)) : 0);
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
        // Then
        assertThat(batch.tries()).containsExactly(5, 1);
        assertThat(database.column(
                        "select attempts from lifecycle_work where tenant_id = $1 and kind = $2 order by id",
                        STUCK_TENANT,
                        StuckBatch.KIND))
                .containsExactly(1, 0, 0, 0, 0);
        // When
        batch.free();
        clock.advance(Duration.ofSeconds(10));
        await(runner::runDue);
        // Then
        assertThat(database.count("select count(*) from lifecycle_work where kind = $1", StuckBatch.KIND))
                .isZero();
    }

    @Test
    void manyRunnersDoEachItemOnce() {
        // Given
        List<String> targets =
                IntStream.range(0, 400).mapToObj(i -> "once-" + i).sorted().toList();
        schedule(targets, clock.now());
        // When
        List<Uni<Long>> runners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runners.add(Uni.createFrom().deferred(runner::runDue));
        }
        List<Long> counts = await(() -> Uni.join().all(runners).andFailFast());
        // Then: a second effect would break the tombstone's key and show as a failed item
        assertThat(done("once-")).isEqualTo(targets);
        assertThat(counts.stream().mapToLong(Long::longValue).sum()).isGreaterThanOrEqualTo(400);
        assertThat(queued("once-")).isEmpty();
    }
}
