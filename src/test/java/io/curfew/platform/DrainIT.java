package io.curfew.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewProcess;
import io.curfew.testing.RawHttp;
import io.curfew.testing.RoundRobinProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM, with requests in flight, with work in hand, and with replicas restarted one after the other under load. */
class DrainIT {
    private static final Credentials MAIN = new Credentials("AC" + "6".repeat(32), "0123456789abcdef0123456789abcdef");
    private static final String ACCOUNTS = "/2010-04-01/Accounts";
    private static final Pattern SID = Pattern.compile("\"sid\":\"(\\w+)\"");

    @TempDir
    Path temporary;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void requestsInFlightAreFinishedAndNobodyNewIsLetIn() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                CurfewProcess curfew =
                        start(postgres, Map.of("CURFEW_SHUTDOWN_DELAY", "2s")).awaitReady();
                Connection stranger = postgres.getPostgresDatabase().getConnection();
                RawHttp slow = new RawHttp(URI.create(curfew.baseUrl()));
                RawHttp idle = new RawHttp(URI.create(curfew.baseUrl()))) {
            // Given: a request that waits for a lock, one whose body is on its way, and a connection that is kept
            stranger.setAutoCommit(false);
            execute(stranger, "select 1 from account where id = '" + MAIN.sid() + "' for update");
            CompletableFuture<HttpResponse<String>> waiting =
                    http.sendAsync(rename(curfew.baseUrl(), "waiting"), HttpResponse.BodyHandlers.ofString());
            slow.send("POST " + ACCOUNTS + ".json HTTP/1.1\r\nHost: x\r\n" + RawHttp.authorization(MAIN)
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 17\r\n\r\nFriendlyN");
            String get = "GET " + ACCOUNTS + ".json HTTP/1.1\r\nHost: x\r\n" + RawHttp.authorization(MAIN) + "\r\n";
            idle.send(get);
            await().until(idle::hasAnswer);
            awaitLockWaits(stranger, 1);
            // When
            curfew.terminate();
            // Then: it serves on, says that it is about to go, and ends connections
            await().atMost(Duration.ofSeconds(2)).until(() -> curfew.status("/q/health/ready") == 503);
            assertThat(curfew.get("/q/health/ready").body()).contains("Graceful Shutdown");
            List<RawHttp.Answer> answers = idle.send(get).readEach();
            assertThat(answers).extracting(RawHttp.Answer::status).containsExactly(200, 200);
            assertThat(answers.get(1).headers()).containsEntry("connection", "close");
            // And: then nobody comes in any more, while what was in flight goes on
            await().atMost(Duration.ofSeconds(10)).until(() -> curfew.status("/q/health/ready") == 0);
            assertThatThrownBy(() -> curfew.get("/q/health/live")).isInstanceOf(ConnectException.class);
            assertThat(curfew.isAlive()).isTrue();
            assertThat(waiting).isNotDone();
            slow.send("ame=slow");
            RawHttp.Answer made = slow.read();
            assertThat(made.status()).isEqualTo(201);
            assertThat(made.headers()).containsEntry("connection", "close");
            stranger.rollback();
            assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(curfew.awaitExit()).isEqualTo(143);
            assertThat(curfew.output()).doesNotContain("ERROR").doesNotContain("WARN");
        }
    }

    @Test
    void workInHandIsFinishedAndOtherWorkIsLeftToOthers() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Connection database = postgres.getPostgresDatabase().getConnection()) {
            try (CurfewProcess curfew = start(postgres, Map.of()).awaitReady();
                    Connection stranger = postgres.getPostgresDatabase().getConnection()) {
                // Given: the release of a closed account's number, which waits for a lock
                String sub = sid(send(post(curfew.baseUrl(), ACCOUNTS + ".json", "FriendlyName=sub")));
                sid(send(post(curfew.baseUrl(), ACCOUNTS + "/" + sub + "/IncomingPhoneNumbers.json", "AreaCode=415")));
                stranger.setAutoCommit(false);
                execute(stranger, "select 1 from phone_number for update");
                send(post(curfew.baseUrl(), ACCOUNTS + "/" + sub + ".json", "Status=closed"));
                awaitLockWaits(stranger, 1);
                // When
                curfew.terminate();
                await().atMost(Duration.ofSeconds(10)).until(() -> curfew.status("/q/health/ready") == 0);
                assertThat(curfew.isAlive()).isTrue();
                stranger.rollback();
                // Then
                assertThat(curfew.awaitExit()).isEqualTo(143);
                assertThat(curfew.output()).doesNotContain("ERROR");
                assertThat(count(database, "select count(*) from phone_number where released_at is not null"))
                        .isOne();
            }
            // And: what is not finished when the time is over is undone, and done by the next one
            String closed = "select count(*) from lifecycle_work where due_at <= now() and state = 'OPEN'";
            try (CurfewProcess curfew = start(postgres, Map.of("CURFEW_SHUTDOWN_TIMEOUT", "1s"))
                            .awaitReady();
                    Connection stranger = postgres.getPostgresDatabase().getConnection()) {
                String sub = sid(send(post(curfew.baseUrl(), ACCOUNTS + ".json", "FriendlyName=sub")));
                sid(send(post(curfew.baseUrl(), ACCOUNTS + "/" + sub + "/IncomingPhoneNumbers.json", "AreaCode=415")));
                stranger.setAutoCommit(false);
                execute(stranger, "select 1 from phone_number where released_at is null for update");
                send(post(curfew.baseUrl(), ACCOUNTS + "/" + sub + ".json", "Status=closed"));
                awaitLockWaits(stranger, 1);
                curfew.terminate();
                assertThat(curfew.awaitExit()).isEqualTo(143);
                assertThat(curfew.output()).contains("it is undone and left to others");
                assertThat(curfew.output()).doesNotContain("ERROR");
                assertThat(count(database, closed + " and attempts = 0")).isPositive();
            }
            try (CurfewProcess curfew = start(postgres, Map.of()).awaitReady()) {
                await().atMost(Duration.ofSeconds(30)).until(() -> count(database, closed) == 0);
                assertThat(count(database, "select count(*) from phone_number where released_at is not null"))
                        .isEqualTo(2);
                assertThat(curfew.output()).doesNotContain("ERROR");
            }
        }
    }

    @Test
    void rollingRestartFailsNoRequest() throws Exception {
        rollingRestart(1, 4);
    }

    @Test
    @Tag("slow")
    @Tag("faults")
    void rollingRestartsUnderLoadFailNoRequest() throws Exception {
        rollingRestart(3, 8);
    }

    private void rollingRestart(int rounds, int callers) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                RoundRobinProxy proxy = new RoundRobinProxy()) {
            List<CurfewProcess> replicas = new ArrayList<>();
            Load load = new Load(proxy.baseUrl());
            try {
                for (int i = 0; i < 2; i++) {
                    replicas.add(start(postgres, Map.of("CURFEW_SHUTDOWN_DELAY", "5s")));
                    proxy.add(replicas.get(i).port());
                }
                await().atMost(Duration.ofSeconds(90)).until(() -> proxy.ready() == 2);
                load.begin(callers);
                for (int restart = 0; restart < 2 * rounds; restart++) {
                    CurfewProcess old = replicas.remove(0);
                    assertThat(old.stop()).isEqualTo(143);
                    assertThat(old.output()).doesNotContain("ERROR");
                    proxy.remove(old.port());
                    old.close();
                    CurfewProcess next = start(postgres, Map.of("CURFEW_SHUTDOWN_DELAY", "5s"));
                    replicas.add(next);
                    proxy.add(next.port());
                    await().atMost(Duration.ofSeconds(90)).until(() -> proxy.ready() == 2);
                }
            } finally {
                load.end();
                replicas.forEach(CurfewProcess::close);
            }
            assertThat(load.failures).isEmpty();
            assertThat(load.answered.get()).isGreaterThan(100L * rounds);
        }
    }

    /** Callers who make an account, read it and change it, each after the answer to the last. */
    private final class Load {
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final AtomicLong answered = new AtomicLong();
        private final AtomicBoolean over = new AtomicBoolean();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final String baseUrl;

        private Load(String baseUrl) {
            this.baseUrl = baseUrl;
        }

        private void begin(int callers) {
            for (int i = 0; i < callers; i++) {
                threads.execute(this::call);
            }
        }

        private void call() {
            while (!over.get()) {
                String made = expect(201, post(baseUrl, ACCOUNTS + ".json", "FriendlyName=x"));
                Matcher sid = SID.matcher(made);
                String path = ACCOUNTS + "/" + (sid.find() ? sid.group(1) : MAIN.sid()) + ".json";
                expect(200, request(baseUrl, path).GET().build());
                expect(200, post(baseUrl, path, "FriendlyName=y"));
            }
        }

        private String expect(int status, HttpRequest request) {
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != status) {
                    failures.add(request.method() + " " + answer.statusCode() + " " + answer.body());
                }
                answered.incrementAndGet();
                return answer.body();
            } catch (IOException e) {
                failures.add(request.method() + " " + e);
                return "";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private void end() throws InterruptedException {
            over.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private CurfewProcess start(EmbeddedPostgres postgres, Map<String, String> further) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CURFEW_DATABASE_URL",
                "postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "CURFEW_DATABASE_USERNAME",
                "postgres",
                "CURFEW_DATABASE_PASSWORD",
                "postgres",
                "CURFEW_ENCRYPTION_KEY",
                "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
                "CURFEW_BOOTSTRAP_ACCOUNT_SID",
                MAIN.sid(),
                "CURFEW_BOOTSTRAP_AUTH_TOKEN",
                MAIN.token(),
                "CURFEW_ACCOUNTS_MAX_SUBACCOUNTS",
                "1000000"));
        environment.putAll(further);
        return CurfewProcess.start(temporary.resolve("data"), environment);
    }

    private static HttpRequest.Builder request(String baseUrl, String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", RawHttp.authorization(MAIN).strip().substring("Authorization: ".length()));
    }

    private static HttpRequest post(String baseUrl, String path, String form) {
        return request(baseUrl, path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
    }

    private static HttpRequest rename(String baseUrl, String name) {
        return post(baseUrl, ACCOUNTS + "/" + MAIN.sid() + ".json", "FriendlyName=" + name);
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return answer.body();
    }

    private static String sid(String body) {
        Matcher sid = SID.matcher(body);
        assertThat(sid.find()).as(body).isTrue();
        return sid.group(1);
    }

    private static void awaitLockWaits(Connection database, int sessions) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> count(database, "select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                        >= sessions);
    }

    private static void execute(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
