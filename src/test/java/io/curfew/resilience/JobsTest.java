package io.curfew.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private Vertx vertx;
    private Jobs jobs;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        jobs = new Jobs(new OutageLog(vertx), vertx);
    }

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void aChainThatNeverEndsIsGivenUp() {
        // Given
        AtomicReference<JobRun> seen = new AtomicReference<>();
        // When
        CompletableFuture<Void> run = jobs.run("test", PATIENCE, own -> {
                    seen.set(own);
                    return Uni.createFrom().nothing();
                })
                .subscribeAsCompletionStage();
        // Then
        assertThat(run).succeedsWithin(Duration.ofSeconds(10));
        assertThat(seen.get().goesOn()).isFalse();
    }

    @Test
    void aChainThatGivesSignsIsNot() {
        // Given
        AtomicReference<JobRun> seen = new AtomicReference<>();
        CompletableFuture<Integer> end = new CompletableFuture<>();
        // When
        CompletableFuture<Void> run = jobs.run("test", Duration.ofSeconds(3), own -> {
                    seen.set(own);
                    return Uni.createFrom().completionStage(end);
                })
                .subscribeAsCompletionStage();
        await().pollDelay(Duration.ZERO)
                .during(Duration.ofSeconds(4))
                .until(() -> seen.get().goesOn());
        // Then
        assertThat(run).isNotDone();
        end.complete(1);
        assertThat(run).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aFailureEndsTheRunAndNotTheJob() {
        assertThat(jobs.run("test", PATIENCE, own -> Uni.createFrom().failure(new IllegalStateException("on purpose")))
                        .subscribeAsCompletionStage())
                .succeedsWithin(Duration.ofSeconds(10));
        assertThat(jobs.run("test", PATIENCE, own -> {
                            throw new IllegalStateException("on purpose");
                        })
                        .subscribeAsCompletionStage())
                .succeedsWithin(Duration.ofSeconds(10));
    }
}
