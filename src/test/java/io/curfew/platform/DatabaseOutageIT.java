package io.curfew.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.Calls;
import io.curfew.testing.Calls.Call;
import io.curfew.testing.CurfewProcess;
import io.curfew.testing.FaultyProxy;
import io.curfew.testing.PostgresResource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, and a database that goes away without a word, stands still, or lets in fewer than the pool would have. */
@Tag("slow")
@Tag("faults")
class DatabaseOutageIT {
    private static final Duration PROMISED = Duration.ofSeconds(10);

    @TempDir
    Path temporary;

    private EmbeddedPostgres postgres;
    private FaultyProxy network;

    @BeforeEach
    void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(temporary.resolve("cluster"))
                .start();
        network = FaultyProxy.to(postgres.getPort());
    }

    @AfterEach
    void stopPostgres() throws Exception {
        signalPostgres("CONT");
        network.close();
        postgres.close();
    }

    private CurfewProcess start(String role) {
        return CurfewProcess.start(temporary.resolve("data"), environment(network.port(), role))
                .awaitReady();
    }

    static Map<String, String> environment(int port, String role) {
        Map<String, String> environment = new HashMap<>();
        environment.put("CURFEW_DATABASE_URL", "postgresql://127.0.0.1:" + port + "/postgres");
        environment.put("CURFEW_DATABASE_USERNAME", role);
        environment.put("CURFEW_DATABASE_PASSWORD", "hidden");
        environment.put("CURFEW_ENCRYPTION_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        environment.put("CURFEW_BOOTSTRAP_ACCOUNT_SID", PostgresResource.BOOTSTRAP_SID);
        environment.put("CURFEW_BOOTSTRAP_AUTH_TOKEN", PostgresResource.BOOTSTRAP_TOKEN);
        return environment;
    }

    static Call create(CurfewProcess curfew) {
        return Calls.timed(() -> given().baseUri(curfew.baseUrl())
                .auth()
                .preemptive()
                .basic(PostgresResource.BOOTSTRAP_SID, PostgresResource.BOOTSTRAP_TOKEN)
                .formParam("FriendlyName", "outage")
                .post("/2010-04-01/Accounts.json"));
    }

    private static void isRefusedInTime(Call call) {
        assertThat(call.status()).isEqualTo(503);
        assertThat(call.took()).isLessThan(PROMISED);
    }

    private void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long count(String query) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void workAndRequestsGoOnAfterANetworkThatWasSilent() {
        try (CurfewProcess curfew = start("postgres")) {
            // Given
            assertThat(create(curfew).status()).isEqualTo(201);
            int before = curfew.output().length();
            network.blackHole();
            // When
            for (int i = 0; i < 3; i++) {
                assertThat(Calls.atOnce(30, () -> create(curfew))).allSatisfy(DatabaseOutageIT::isRefusedInTime);
            }
            assertThat(curfew.status("/q/health/ready")).isEqualTo(503);
            assertThat(curfew.status("/q/health/live")).isEqualTo(200);
            network.passNewOnly();
            // Then
            await().atMost(PROMISED).until(() -> create(curfew).status() == 201);
            worksOnWhatIsDue();
            await().atMost(PROMISED).until(() -> curfew.output().contains("available again"));
            String said = curfew.output().substring(before);
            assertThat(said).doesNotContain("\tat ").contains("the database cannot be reached");
            assertThat(said.lines().count()).as(said).isLessThan(12);
        }
    }

    /** Makes something fall due, and waits until somebody has done it. */
    private void worksOnWhatIsDue() {
        execute("insert into lifecycle_work (kind, tenant_id, account_id, target_id, due_at)"
                + " values ('number-claim', 'ACnobody', 'ACnobody', 'PNnone', clock_timestamp())");
        await().atMost(PROMISED)
                .until(() -> count("select count(*) from lifecycle_work where tenant_id = 'ACnobody'") == 0);
    }

    @Test
    void nobodyWaitsForADatabaseThatStandsStill() throws Exception {
        try (CurfewProcess curfew = start("postgres")) {
            assertThat(create(curfew).status()).isEqualTo(201);
            // When
            signalPostgres("STOP");
            // Then
            for (int i = 0; i < 2; i++) {
                assertThat(Calls.atOnce(30, () -> create(curfew))).allSatisfy(DatabaseOutageIT::isRefusedInTime);
            }
            // And
            signalPostgres("CONT");
            await().atMost(PROMISED).until(() -> create(curfew).status() == 201);
            worksOnWhatIsDue();
        }
    }

    /** To the server and all its processes. */
    private void signalPostgres(String signal) throws Exception {
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(temporary.resolve("cluster/postmaster.pid"))
                                .get(0)))
                .orElseThrow();
        send(signal, postmaster);
        for (ProcessHandle process : postmaster.children().toList()) {
            send(signal, process);
        }
    }

    private static void send(String signal, ProcessHandle process) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void poolLargerThanTheRolesLimitSharesWhatThereIs() {
        // Given
        execute("create role few login password 'hidden' connection limit 7");
        execute("grant all on schema public to few");
        execute("alter database postgres owner to few");
        execute("alter schema public owner to few");
        try (CurfewProcess curfew = start("few")) {
            // When
            List<Integer> statuses = Calls.atOnce(300, () -> create(curfew).status());
            // Then
            assertThat(statuses).containsOnly(201);
            assertThat(curfew.output().lines().filter(line -> line.contains("curfew.database.pool-size")))
                    .hasSize(1);
        }
    }
}
