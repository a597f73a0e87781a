package io.curfew.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.CurfewProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, killed and stopped while it starts, with the wrong key, and with a database server that dies. */
class StartFaultsIT {
    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String OTHER_KEY = "MTEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    @Test
    void startKilledWhileItMigratesIsSimplyBegunAgain() throws Exception {
        killStarts(3);
    }

    @Test
    @Tag("slow")
    @Tag("faults")
    void startKilledAtFiftyMomentsOfItsMigrationsIsSimplyBegunAgain() throws Exception {
        killStarts(50);
    }

    /** Each at another migration and a random moment after it was seen; after the last one, on an empty database again. */
    private void killStarts(int kills) throws Exception {
        long seed = System.nanoTime();
        System.out.println("StartFaultsIT: seed " + seed);
        Random random = new Random(seed);
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "100")
                        .start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            Map<String, String> environment = environment(server.getPort(), KEY);
            for (int kill = 0; kill < kills; kill++) {
                int before = migrations(statement);
                try (CurfewProcess killed = CurfewProcess.start(temporary.resolve("none"), environment)) {
                    await().atMost(PATIENCE)
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> {
                                assertThat(killed.isAlive()).as(killed.output()).isTrue();
                                return migrations(statement) > before || killed.status("/q/health/ready") == 200;
                            });
                    killed.kill9After(random.nextInt(20));
                    if (migrations(statement) == before) {
                        // All of them are done: it came up, and the next one has everything before it again.
                        statement.execute("drop schema public cascade");
                        statement.execute("create schema public");
                    }
                }
            }
            try (CurfewProcess last = CurfewProcess.start(temporary.resolve("none"), environment)) {
                last.awaitReady();
            }
        }
    }

    private static int migrations(Statement statement) throws SQLException {
        try (ResultSet table = statement.executeQuery("select to_regclass('flyway_schema_history') is not null")) {
            table.next();
            if (!table.getBoolean(1)) {
                return 0;
            }
        }
        try (ResultSet rows = statement.executeQuery("select count(*) from flyway_schema_history")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void startThatIsStoppedLeavesNoProcess() {
        stopStarts(List.of(400, 1500));
    }

    @Test
    @Tag("slow")
    @Tag("faults")
    void startThatIsStoppedAtAnyMomentLeavesNoProcess() {
        stopStarts(List.of(250, 350, 450, 550, 650, 750, 850, 950, 1050, 1150, 1250, 1400, 1600, 1900, 2500, 3500));
    }

    private void stopStarts(List<Integer> moments) {
        Path data = temporary.resolve("data");
        for (int moment : moments) {
            try (CurfewProcess stopped = CurfewProcess.start(data, Map.of())) {
                // The moment of the signal is what differs; there is nothing to wait for.
                await().pollDelay(Duration.ofMillis(moment)).atMost(PATIENCE).until(() -> stopped.isAlive());
                assertThat(stopped.stop()).isEqualTo(143);
                assertThat(programsBelow(data)).as("after %d ms", moment).isEmpty();
            }
        }
        try (CurfewProcess last = CurfewProcess.start(data, Map.of()).awaitReady()) {
            assertThat(last.postmaster()).isPresent();
        }
    }

    private static List<String> programsBelow(Path data) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().command().stream())
                .filter(command -> command.startsWith(data.toString()))
                .toList();
    }

    @Test
    void databaseServerThatIsKilledIsThereAgainWithWhatWasCommitted() throws Exception {
        try (CurfewProcess curfew =
                CurfewProcess.start(temporary.resolve("data"), Map.of()).awaitReady()) {
            // Given
            try (Connection connection = curfew.database();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table kept as select 1 as id");
            }
            ProcessHandle killed = curfew.postmaster().orElseThrow();
            // When
            curfew.kill9Postmaster();
            // Then
            await().atMost(PATIENCE)
                    .until(() -> curfew.postmaster().isPresent() && curfew.status("/q/health/ready") == 200);
            assertThat(curfew.postmaster()).get().isNotEqualTo(killed);
            assertThat(curfew.get("/q/health/live").body()).contains("\"embedded-database\"");
            assertThat(curfew.status("/q/health/live")).isEqualTo(200);
            // The server answers before the keeper has seen that it does, and said so.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(curfew.output())
                            .contains("curfew: the embedded PostgreSQL has died and is started again")
                            .contains("curfew: the embedded PostgreSQL runs again after"));
            try (Connection connection = curfew.database();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select id from kept")) {
                assertThat(rows.next()).isTrue();
            }
            assertThat(curfew.stop()).isEqualTo(143);
            assertThat(programsBelow(temporary.resolve("data"))).isEmpty();
        }
    }

    @Test
    void keyOfAnotherInstallationEndsTheStart() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            try (CurfewProcess first =
                    CurfewProcess.start(temporary.resolve("none"), environment(server.getPort(), KEY))) {
                first.awaitReady();
            }
            // When
            try (CurfewProcess second =
                    CurfewProcess.start(temporary.resolve("none"), environment(server.getPort(), OTHER_KEY))) {
                // Then
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.output())
                        .contains(
                                "curfew: The encryption key is not the one that this database's secrets were encrypted"
                                        + " with.")
                        .doesNotContain(KEY, OTHER_KEY, "\tat ");
            }
            // And: beside the earlier one it is taken
            Map<String, String> both = new HashMap<>(environment(server.getPort(), OTHER_KEY));
            both.put("CURFEW_ENCRYPTION_PREVIOUS_KEYS", KEY);
            try (CurfewProcess third = CurfewProcess.start(temporary.resolve("none"), both)) {
                third.awaitReady();
            }
        }
    }

    private static Map<String, String> environment(int port, String key) {
        return Map.of(
                "CURFEW_DATABASE_URL",
                "postgresql://127.0.0.1:" + port + "/postgres",
                "CURFEW_DATABASE_USERNAME",
                "postgres",
                "CURFEW_DATABASE_PASSWORD",
                "postgres",
                "CURFEW_ENCRYPTION_KEY",
                key);
    }
}
