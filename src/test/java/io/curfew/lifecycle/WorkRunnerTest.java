package io.curfew.lifecycle;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@CurfewTest
class WorkRunnerTest {
    @Inject
    WorkRunner runner;

    @Inject
    WorkProbe probe;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @Inject
    Accounts accounts;

    @Test
    void nothingHappensBeforeItsInstant() {
        // Given
        Instant due = clock.now().plus(Duration.ofMinutes(10));
        probe.schedule(List.of("early"), due);
        // When
        clock.advance(Duration.ofMinutes(10).minusSeconds(1));
        await(runner::runDue);
        // Then
        assertThat(probe.done("early")).isEmpty();
        // When
        clock.advance(Duration.ofSeconds(1));
        await(runner::runDue);
        // Then
        assertThat(probe.done("early")).containsExactly("early");
        assertThat(probe.queued("early")).isEmpty();
    }

    @Test
    void itemsOfAllTreesAreClaimedByRealTimeAndDoneAtTheirTreesOwn() {
        // Given
        String ahead = "ACahead";
        Instant due = clock.now();
        probe.schedule(ahead, List.of("ahead"), due);
        probe.schedule(ahead, List.of("ahead-later"), due.plus(Duration.ofHours(1)));
        probe.schedule(List.of("with-others"), due);
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
        probe.schedule(List.of("moved"), clock.now());
        probe.schedule(List.of("moved"), clock.now().plus(Duration.ofDays(1)));
        // When
        await(runner::runDue);
        // Then
        assertThat(probe.done("moved")).isEmpty();
        assertThat(probe.queued("moved")).hasSize(1);
    }

    @Test
    void failedAttemptLeavesNothingAndIsRepeatedLater() {
        // Given
        probe.fail("flaky", 2);
        probe.schedule(List.of("flaky"), clock.now());
        // When
        await(runner::runDue);
        // Then
        assertThat(probe.done("flaky")).isEmpty();
        assertThat(probe.queued("flaky"))
                .containsExactly(List.of("flaky", "OPEN", 1, "IllegalStateException: told to fail"));
        // When the first wait of one second is over, it fails again; the second wait is twice as long
        clock.advance(Duration.ofSeconds(1));
        await(runner::runDue);
        assertThat(probe.queued("flaky").get(0).get(2)).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        await(runner::runDue);
        assertThat(probe.queued("flaky").get(0).get(2)).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        await(runner::runDue);
        // Then
        assertThat(probe.done("flaky")).containsExactly("flaky");
    }

    @Test
    void failedItemStaysDueAtItsInstantAndWaitsForItsNextAttempt() {
        // Given
        Instant due = clock.now();
        probe.fail("dated", 1);
        probe.schedule(List.of("dated"), due);
        // When
        await(runner::runDue);
        // Then
        assertThat(database.rows(
                        "select due_at = $2, not_before > due_at from lifecycle_work"
                                + " where tenant_id = $1 and target_id = 'dated'",
                        WorkProbe.TENANT,
                        due.atOffset(ZoneOffset.UTC)))
                .containsExactly(List.of(true, true));
        Instant next = ((OffsetDateTime) database.column(
                                "select not_before from lifecycle_work where tenant_id = $1 and target_id = 'dated'",
                                WorkProbe.TENANT)
                        .get(0))
                .toInstant();
        assertThat(await(() -> runner.nextDue(due, next))).isEqualTo(next);
        assertThat(await(() -> runner.nextDue(due, next.minusMillis(1)))).isNull();
        // When
        clock.advance(Duration.ofSeconds(1));
        await(runner::runDue);
        // Then
        assertThat(probe.done("dated")).containsExactly("dated");
    }

    @Test
    void queueIsReadInTheOrderOfItsIndexes() {
        assertThat(probe.plan(
                        "select id from lifecycle_work where state = 'OPEN' and greatest(due_at, not_before) <= now()"
                                + " order by greatest(due_at, not_before), id limit 1 for update skip locked"))
                .contains("lifecycle_work_ready")
                .doesNotContain("Sort");
        assertThat(probe.plan("select id from lifecycle_work where state = 'OPEN' and attempts = 0 and due_at <= now()"
                        + " and tenant_id = 'AC1' and kind = 'k' order by due_at, id limit 9 for update skip locked"))
                .contains("lifecycle_work_alike")
                .doesNotContain("Sort");
    }

    @Test
    void poisonedItemIsParkedAndStopsNobody() {
        // Given
        probe.fail("poison-0", Integer.MAX_VALUE);
        probe.schedule(IntStream.range(0, 20).mapToObj(i -> "poison-" + i).toList(), clock.now());
        // When
        for (int i = 0; i < 10; i++) {
            await(runner::runDue);
            clock.advance(Duration.ofMinutes(11));
        }
        // Then
        assertThat(probe.done("poison-")).hasSize(19).doesNotContain("poison-0");
        assertThat(probe.queued("poison-"))
                .containsExactly(List.of("poison-0", "PARKED", 10, "IllegalStateException: told to fail"));
    }

    @Test
    void manyRunnersDoEachItemOnce() {
        // Given
        List<String> targets =
                IntStream.range(0, 400).mapToObj(i -> "once-" + i).sorted().toList();
        probe.schedule(targets, clock.now());
        // When
        List<Uni<Long>> runners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runners.add(Uni.createFrom().deferred(runner::runDue));
        }
        List<Long> counts = await(() -> Uni.join().all(runners).andFailFast());
        // Then: a second effect would break the tombstone's key and show as a failed item
        assertThat(probe.done("once-")).isEqualTo(targets);
        assertThat(counts.stream().mapToLong(Long::longValue).sum()).isGreaterThanOrEqualTo(400);
        assertThat(probe.queued("once-")).isEmpty();
    }
}
