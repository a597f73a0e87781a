package io.curfew.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.CurfewProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar with two hosts for its database, of which only one can be written to, and not always the same one. */
@Tag("slow")
@Tag("faults")
class FailoverIT {
    @TempDir
    Path temporary;

    @Test
    void usesTheHostThatCanBeWrittenTo() throws Exception {
        int first = CurfewProcess.freePort();
        int second = CurfewProcess.freePort();
        Map<String, String> environment = DatabaseOutageIT.environment(first, "postgres");
        environment.put(
                "CURFEW_DATABASE_URL",
                "postgresql://127.0.0.1:" + first + ",127.0.0.1:" + second + "/postgres?targetServerType=primary");
        EmbeddedPostgres primary = database(first, temporary.resolve("first"));
        try (CurfewProcess curfew =
                CurfewProcess.start(temporary.resolve("data"), environment).awaitReady()) {
            // Given: one that works, and nobody at the other address
            assertThat(DatabaseOutageIT.create(curfew).status()).isEqualTo(201);
            // When: it dies, and there is a standby
            primary.close();
            copy(temporary.resolve("first"), temporary.resolve("second"));
            Files.createFile(temporary.resolve("second/standby.signal"));
            try (EmbeddedPostgres standby = database(second, temporary.resolve("second"))) {
                // Then
                assertThat(DatabaseOutageIT.create(curfew).status()).isEqualTo(503);
                assertThat(curfew.status("/q/health/ready")).isEqualTo(503);
                // When
                try (Connection connection = standby.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("select pg_promote()");
                }
                // Then
                await().atMost(Duration.ofSeconds(15))
                        .until(() -> DatabaseOutageIT.create(curfew).status() == 201);
                await().atMost(Duration.ofSeconds(15)).until(() -> curfew.status("/q/health/ready") == 200);
                // And: the old one comes back, as one that cannot be written to
                Files.createFile(temporary.resolve("first/standby.signal"));
                try (EmbeddedPostgres demoted = database(first, temporary.resolve("first"))) {
                    assertThat(Stream.generate(() ->
                                            DatabaseOutageIT.create(curfew).status())
                                    .limit(30)
                                    .toList())
                            .containsOnly(201);
                    assertThat(demoted.getPort()).isEqualTo(first);
                }
            }
        }
    }

    private static EmbeddedPostgres database(int port, Path directory) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .start();
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(from)) {
            all = files.filter(file -> !file.endsWith("postmaster.pid") && !file.endsWith("epg-lock"))
                    .toList();
        }
        for (Path file : all) {
            Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
