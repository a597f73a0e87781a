package io.curfew.platform.pool;

import static io.curfew.testing.Reactive.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Calls;
import io.curfew.testing.Calls.Call;
import io.curfew.testing.FaultyNetworkTest;
import io.curfew.testing.FaultyProxy;
import io.curfew.testing.PostgresResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that nobody answers on, or that are cut: each request is answered in time, and all is well afterwards. */
@FaultyNetworkTest
class SilentNetworkTest {
    private static final Duration PROMISED = Duration.ofSeconds(10);

    FaultyProxy network;

    @Inject
    WorkRunner runner;

    @BeforeEach
    void warmUp() {
        assertThat(create().status()).isEqualTo(201);
    }

    @AfterEach
    void pass() {
        network.pass();
    }

    private static Call create() {
        return Calls.timed(() -> given().auth()
                .preemptive()
                .basic(PostgresResource.BOOTSTRAP_SID, PostgresResource.BOOTSTRAP_TOKEN)
                .formParam("FriendlyName", "silent")
                .post("/2010-04-01/Accounts.json"));
    }

    @Test
    void requestsAndDueWorkEndInTimeWhenNothingPasses() {
        // Given: more callers than connections, so that some have one and some wait for one
        network.blackHole();
        CompletableFuture<Void> work = CompletableFuture.runAsync(
                () -> assertThatThrownBy(() -> await(runner::runDue)).isInstanceOf(RuntimeException.class));
        // When
        List<Call> during = Calls.atOnce(40, SilentNetworkTest::create);
        Call next = create();
        // Then
        assertThat(during).allSatisfy(SilentNetworkTest::isRefusedInTime);
        isRefusedInTime(next);
        assertThat(work).succeedsWithin(PROMISED);
        // And: nobody pays for connections that are dead
        network.passNewOnly();
        assertThat(Calls.atOnce(20, SilentNetworkTest::create))
                .allSatisfy(call -> assertThat(call.status()).isEqualTo(201));
        assertThat(await(runner::runDue)).isNotNegative();
    }

    private static void isRefusedInTime(Call call) {
        assertThat(call.status()).isEqualTo(503);
        assertThat(call.retryAfter()).isEqualTo("2");
        assertThat(call.took()).isLessThan(PROMISED);
    }

    @Test
    void connectionsThatAreCutAreNoErrorOfOurs() {
        // When
        CompletableFuture<List<Call>> calls =
                CompletableFuture.supplyAsync(() -> Calls.atOnce(60, SilentNetworkTest::create));
        for (int i = 0; i < 20; i++) {
            network.cut();
            create();
        }
        // Then
        assertThat(calls.join()).allSatisfy(call -> assertThat(call.status()).isIn(201, 503));
        assertThat(create().status()).isEqualTo(201);
    }
}
