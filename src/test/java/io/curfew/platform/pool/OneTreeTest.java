package io.curfew.platform.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.Ids;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.PostgresResource;
import io.curfew.testing.Strangers;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One tree whose calls are all stuck: it waits and is refused, and nobody else notices. */
@CurfewTest
class OneTreeTest {
    private static final int CREATORS = 200;
    /** Well below what the stuck tree's own calls wait for, and more than a busy machine takes. */
    private static final Duration QUICK = Duration.ofSeconds(3);

    @TestHTTPResource("/")
    URI server;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void stuckTreeLeavesTheOthersTheirShare() throws Exception {
        // Given
        Credentials stuck = accounts.main();
        Credentials other = accounts.main();
        List<CompletableFuture<HttpResponse<String>>> creators = new ArrayList<>();
        try (Connection stranger = Strangers.connect();
                Statement lock = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            lock.execute("select from account where id = '" + stuck.sid() + "' for update");
            lock.execute("select from subaccount_count where tenant_id = '" + stuck.sid() + "' for update");
            long end = System.nanoTime() + Duration.ofSeconds(7).toNanos();
            // When
            for (int i = 0; i < CREATORS; i++) {
                creators.add(i % 4 == 0 ? createAsPlatform(stuck) : create(stuck));
            }
            // Then
            while (System.nanoTime() < end) {
                assertQuick(() -> read(other, other), 200);
                assertQuick(
                        () -> send(platform("/api/v1/accounts/" + other.sid()).GET()), 200);
                assertQuick(() -> read(new Credentials(Ids.next(Ids.ACCOUNT), "no token"), stuck), 401);
                assertQuick(() -> send(HttpRequest.newBuilder(server.resolve("/q/health/ready"))), 200);
                assertQuick(() -> create(other), 201);
                Thread.sleep(50);
            }
            stranger.rollback();
        }
        assertThat(creators).allSatisfy(creator -> assertMadeOrPutOff(creator.get()));
        long made =
                creators.stream().filter(one -> one.join().statusCode() == 201).count();
        assertThat(made).isLessThan(CREATORS);
        assertThat(database.count("select count(*) from account where tenant_id = $1 and name = 'Stuck'", stuck.sid()))
                .isEqualTo(made);
        // All places are free again.
        List<CompletableFuture<HttpResponse<String>>> later = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            later.add(create(stuck));
        }
        assertThat(later)
                .allSatisfy(creator -> assertThat(creator.get().statusCode()).isEqualTo(201));
    }

    private static void assertMadeOrPutOff(HttpResponse<String> answer) {
        if (answer.statusCode() != 201) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isPositive();
            assertThat(answer.body()).containsAnyOf("\"code\":20503", "\"code\":\"unavailable\"");
        }
    }

    private interface Call {
        CompletableFuture<HttpResponse<String>> start();
    }

    private static void assertQuick(Call call, int status) {
        long start = System.nanoTime();
        HttpResponse<String> answer = call.start().join();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(QUICK);
    }

    private CompletableFuture<HttpResponse<String>> create(Credentials main) {
        return send(twilio(main, "/2010-04-01/Accounts.json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("FriendlyName=Stuck")));
    }

    private CompletableFuture<HttpResponse<String>> createAsPlatform(Credentials main) {
        return send(platform("/api/v1/accounts")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Stuck\",\"parent\":\"" + main.sid() + "\"}")));
    }

    private CompletableFuture<HttpResponse<String>> read(Credentials caller, Credentials account) {
        return send(twilio(caller, "/2010-04-01/Accounts/" + account.sid() + ".json"));
    }

    private HttpRequest.Builder twilio(Credentials caller, String path) {
        String plain = caller.sid() + ":" + caller.token();
        return HttpRequest.newBuilder(server.resolve(path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpRequest.Builder platform(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + PostgresResource.BOOTSTRAP_API_TOKEN);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return http.sendAsync(
                request.version(HttpClient.Version.HTTP_1_1).build(), HttpResponse.BodyHandlers.ofString());
    }
}
