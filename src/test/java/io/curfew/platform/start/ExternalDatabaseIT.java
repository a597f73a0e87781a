package io.curfew.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.CurfewProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar with a database of somebody else's, which comes late, goes away, or serves several replicas. */
@Tag("slow")
class ExternalDatabaseIT {

    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    @TempDir
    Path temporary;

    @Test
    void waitsForADatabaseThatComesLate() throws Exception {
        int port = CurfewProcess.freePort();
        try (CurfewProcess curfew = CurfewProcess.start(temporary.resolve("data"), environment(port))) {
            // Given: no database, a process that says so and is not to be killed for it
            await().atMost(Duration.ofSeconds(30)).until(() -> curfew.status("/q/health/live") == 200);
            await().untilAsserted(() ->
                    assertThat(curfew.get("/q/health/ready").body()).contains("cannot be reached"));
            HttpResponse<String> ready = curfew.get("/q/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body())
                    .contains("{\"name\":\"database\",\"status\":\"DOWN\"")
                    .doesNotContain("hidden");
            assertThat(curfew.status("/q/health")).isEqualTo(503);
            assertThat(curfew.get("/2010-04-01/Accounts.json").statusCode()).isEqualTo(503);

            // When
            try (EmbeddedPostgres ignored = database(port)) {
                // Then
                curfew.awaitReady();
                assertThat(curfew.get("/q/health/ready").body()).contains("\"database\"");
                assertThat(temporary.resolve("data")).doesNotExist();
            }

            // And: without its database it is alive but not ready
            await().atMost(Duration.ofSeconds(20)).until(() -> curfew.status("/q/health/ready") == 503);
            assertThat(curfew.status("/q/health/live")).isEqualTo(200);
            assertThat(curfew.output()).doesNotContain("hidden");
        }
    }

    @Test
    void replicasThatStartAtOnceMigrateOnce() throws Exception {
        int port = CurfewProcess.freePort();
        try (EmbeddedPostgres ignored = database(port)) {
            List<CurfewProcess> replicas = new ArrayList<>();
            try {
                for (int i = 0; i < 3; i++) {
                    replicas.add(CurfewProcess.start(temporary.resolve("data" + i), environment(port)));
                }
                for (CurfewProcess replica : replicas) {
                    replica.awaitReady();
                }
            } finally {
                replicas.forEach(CurfewProcess::close);
            }
        }
    }

    @Test
    void keyInTheDataDirectoryServesAnExternalDatabaseToo() throws Exception {
        int port = CurfewProcess.freePort();
        Path data = Files.createDirectories(temporary.resolve("data"));
        Files.writeString(data.resolve("encryption.key"), KEY);
        Map<String, String> environment = new HashMap<>(environment(port));
        environment.remove("CURFEW_ENCRYPTION_KEY");
        try (EmbeddedPostgres ignored = database(port);
                CurfewProcess curfew = CurfewProcess.start(data, environment)) {
            curfew.awaitReady();
            assertThat(data.resolve("postgresql")).doesNotExist();
        }
    }

    @Test
    void stopWhileWaitingEndsAtOnce() {
        try (CurfewProcess curfew =
                CurfewProcess.start(temporary.resolve("data"), environment(CurfewProcess.freePort()))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> curfew.status("/q/health/live") == 200);

            assertThat(curfew.stop()).isEqualTo(143);
        }
    }

    private Map<String, String> environment(int port) {
        return Map.of(
                "CURFEW_DATABASE_URL",
                "postgresql://127.0.0.1:" + port + "/postgres",
                "CURFEW_DATABASE_USERNAME",
                "postgres",
                "CURFEW_DATABASE_PASSWORD",
                "hidden",
                "CURFEW_ENCRYPTION_KEY",
                KEY);
    }

    private EmbeddedPostgres database(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(temporary.resolve("external"))
                .setCleanDataDirectory(true)
                .start();
    }
}
