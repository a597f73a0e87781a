package io.curfew.platform.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TreeBulkheadTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void placesAreOfEachTree() {
        // Given
        TreeBulkhead bulkhead = new TreeBulkhead(2, 100, 10, LONG, vertx);
        // When
        bulkhead.enter("a");
        bulkhead.enter("a");
        // Then
        assertThat(bulkhead.enter("a").isComplete()).isFalse();
        assertThat(bulkhead.enter("b").succeeded()).isTrue();
        assertThat(bulkhead.enter("b").succeeded()).isTrue();
    }

    @Test
    void tellsHowItStands() {
        // Given
        TreeBulkhead bulkhead = new TreeBulkhead(2, 100, 10, LONG, vertx);
        bulkhead.enter("a");
        TreeBulkhead.Place held = bulkhead.enter("b").result();
        bulkhead.enter("b");
        bulkhead.enter("b");
        // Then
        assertThat(List.of(bulkhead.holders(), bulkhead.mostHeld(), bulkhead.waiting()))
                .containsExactly(2, 2, 1);
        held.leave();
        Awaitility.await().until(() -> bulkhead.waiting() == 0);
        assertThat(List.of(bulkhead.holders(), bulkhead.mostHeld())).containsExactly(2, 2);
    }

    @Test
    void whoWaitsLongestIsServedFirst() {
        // Given
        TreeBulkhead bulkhead = new TreeBulkhead(1, 100, 10, LONG, vertx);
        TreeBulkhead.Place held = bulkhead.enter("a").result();
        Future<TreeBulkhead.Place> first = bulkhead.enter("a");
        Future<TreeBulkhead.Place> second = bulkhead.enter("a");
        // When
        held.leave();
        // Then
        Awaitility.await().until(first::succeeded);
        assertThat(second.isComplete()).isFalse();
        first.result().leave();
        Awaitility.await().until(second::succeeded);
    }

    @Test
    void placeIsGivenBackOnce() {
        // Given
        TreeBulkhead bulkhead = new TreeBulkhead(1, 100, 10, LONG, vertx);
        TreeBulkhead.Place held = bulkhead.enter("a").result();
        // When
        held.leave();
        held.leave();
        // Then
        assertThat(bulkhead.enter("a").succeeded()).isTrue();
        assertThat(bulkhead.enter("a").isComplete()).isFalse();
    }

    @Test
    void furtherOnesAreRefusedWhenTheQueueIsFull() {
        // Given
        TreeBulkhead bulkhead = new TreeBulkhead(1, 100, 1, LONG, vertx);
        bulkhead.enter("a");
        bulkhead.enter("a");
        // Then
        assertUnavailable(bulkhead.enter("a"));
    }

    @Test
    void allTreesTogetherLeaveSomethingAndTakeTurns() {
        // Given
        TreeBulkhead bulkhead = new TreeBulkhead(2, 3, 10, LONG, vertx);
        TreeBulkhead.Place first = bulkhead.enter("a").result();
        bulkhead.enter("a");
        TreeBulkhead.Place third = bulkhead.enter("b").result();
        Future<TreeBulkhead.Place> ofA = bulkhead.enter("a");
        Future<TreeBulkhead.Place> firstOfC = bulkhead.enter("c");
        Future<TreeBulkhead.Place> secondOfC = bulkhead.enter("c");
        Future<TreeBulkhead.Place> ofD = bulkhead.enter("d");
        // When
        third.leave();
        // Then it is not the turn of those who have all places that they may have
        Awaitility.await().until(firstOfC::succeeded);
        assertThat(ofA.isComplete() || secondOfC.isComplete() || ofD.isComplete())
                .isFalse();
        // When
        firstOfC.result().leave();
        Awaitility.await().until(ofD::succeeded);
        ofD.result().leave();
        // Then
        Awaitility.await().until(secondOfC::succeeded);
        assertThat(ofA.isComplete()).isFalse();
        // When
        first.leave();
        // Then
        Awaitility.await().until(ofA::succeeded);
    }

    @Test
    void whoWaitsTooLongLeavesTheTurnToOthers() {
        // Given
        TreeBulkhead bulkhead = new TreeBulkhead(1, 1, 10, Duration.ofMillis(50), vertx);
        TreeBulkhead.Place held = bulkhead.enter("a").result();
        Future<TreeBulkhead.Place> late = bulkhead.enter("b");
        Awaitility.await().until(late::isComplete);
        // When
        held.leave();
        // Then
        assertUnavailable(late);
        assertThat(bulkhead.holders()).isZero();
        assertThat(bulkhead.enter("c").succeeded()).isTrue();
    }

    @Test
    void whoWaitsTooLongIsRefusedAndForgotten() {
        // Given
        TreeBulkhead bulkhead = new TreeBulkhead(1, 100, 1, Duration.ofMillis(50), vertx);
        TreeBulkhead.Place held = bulkhead.enter("a").result();
        Future<TreeBulkhead.Place> late = bulkhead.enter("a");
        // When
        Awaitility.await().until(late::isComplete);
        // Then
        assertUnavailable(late);
        held.leave();
        assertThat(bulkhead.enter("a").succeeded()).isTrue();
    }

    /** However places change hands, no more are held than there are, and in the end all are free. */
    @Test
    void nobodyIsLostInTheCrowd() throws InterruptedException {
        // Given
        int places = 3;
        int calls = 20_000;
        TreeBulkhead bulkhead = new TreeBulkhead(places, 100, calls, LONG, vertx);
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(calls);
        // When
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < calls / 4; i++) {
                    bulkhead.enter("a").onSuccess(place -> {
                        most.accumulateAndGet(held.incrementAndGet(), Math::max);
                        vertx.runOnContext(done -> {
                            held.decrementAndGet();
                            place.leave();
                            ended.countDown();
                        });
                    });
                }
            });
            threads.add(thread);
            thread.start();
        }
        // Then
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isBetween(1, places);
        for (int i = 0; i < places; i++) {
            assertThat(bulkhead.enter("a").succeeded()).isTrue();
        }
        assertThat(bulkhead.enter("a").isComplete()).isFalse();
    }

    private static void assertUnavailable(Future<?> refused) {
        assertThat(refused.failed()).isTrue();
        assertThat(refused.cause()).isInstanceOf(DomainException.class);
        assertThat(((DomainException) refused.cause()).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
}
