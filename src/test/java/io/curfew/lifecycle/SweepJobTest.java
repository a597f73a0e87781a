package io.curfew.lifecycle;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@CurfewTest
class SweepJobTest {
    private static final String TENANT = "ACsweep";

    @Inject
    SweepJob job;

    @Inject
    WorkRunner runner;

    @Inject
    WorkQueue queue;

    @Inject
    Recorder recorder;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    /** Remembers what it did, and lets lifecycle time go on while it does it. */
    @ApplicationScoped
    static class Recorder implements WorkHandler {
        static final String KIND = "test-recorder";

        private final SettableClock clock;
        private final List<String> done = new CopyOnWriteArrayList<>();

        Recorder(SettableClock clock) {
            this.clock = clock;
        }

        List<String> done() {
            return done;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
            done.add(item.targetId());
            clock.advance(Duration.ofMillis(400));
            return Uni.createFrom().item(WorkOutcome.done());
        }
    }

    private void schedule(String target, Instant due) {
        await(() -> Panache.withTransaction(
                () -> queue.schedule(WorkItem.due(Recorder.KIND, TENANT, TENANT, target, due))));
    }

    @Test
    void sweepGoesOnWhileMoreFallsDueBeforeTheNextOne() throws Exception {
        // Given: each item's instant comes while the one before it is done, but for the last one's
        await(runner::runDue);
        Instant start = clock.now();
        for (int i = 0; i < 5; i++) {
            schedule("item-" + i, start.plusMillis(400L * i));
        }
        schedule("next-week", start.plus(Duration.ofDays(7)));
        // When
        CompletableFuture<Void> sweep = job.sweep().subscribeAsCompletionStage();
        sweep.get(30, TimeUnit.SECONDS);
        // Then
        assertThat(recorder.done()).containsExactly("item-0", "item-1", "item-2", "item-3", "item-4");
        assertThat(database.column("select target_id from lifecycle_work where tenant_id = $1", TENANT))
                .containsExactly("next-week");
    }

    @Test
    void nextDueIsTheFirstAfterOneInstantAndNotAfterAnother() {
        // Given
        Instant start = clock.now().plus(Duration.ofDays(3650));
        schedule("later-1", start.plusSeconds(1));
        schedule("later-2", start.plusSeconds(2));
        // Then
        assertThat(await(() -> runner.nextDue(start, start.plusSeconds(9)))).isEqualTo(start.plusSeconds(1));
        assertThat(await(() -> runner.nextDue(start.plusSeconds(1), start.plusSeconds(9))))
                .isEqualTo(start.plusSeconds(2));
        assertThat(await(() -> runner.nextDue(start, start.plusMillis(999)))).isNull();
        assertThat(await(() -> runner.nextDue(start.plusSeconds(2), start.plusSeconds(9))))
                .isNull();
        database.execute("delete from lifecycle_work where tenant_id = $1 and target_id like 'later%'", TENANT);
    }
}
