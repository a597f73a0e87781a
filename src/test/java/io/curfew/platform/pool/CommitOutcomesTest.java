package io.curfew.platform.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.events.TransactionId;
import io.curfew.platform.pool.CommitOutcomes.Outcome;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CommitOutcomesTest {
    @Test
    void databaseThatDoesNotAnswerIsNotWaitedFor() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            // Given
            Pool pool = PgBuilder.pool()
                    .connectingTo(new PgConnectOptions()
                            .setHost("localhost")
                            .setPort(silent.getLocalPort())
                            .setDatabase("curfew")
                            .setUser("curfew"))
                    .using(vertx)
                    .build();
            long start = System.nanoTime();
            // When
            Outcome outcome = new CommitOutcomes(pool, vertx)
                    .find(new TransactionId("700", "00000001"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            // Then
            assertThat(outcome).isEqualTo(Outcome.UNKNOWN);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        } finally {
            vertx.close();
        }
    }
}
