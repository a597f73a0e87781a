package io.curfew.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.CurfewProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar with its own database: what it creates, what it keeps, and who is kept out. */
class EmbeddedDatabaseIT {

    @TempDir
    Path temporary;

    @Test
    void committedRowOutlivesSigkillOfTheProcessWhoseServerGoesOn() throws Exception {
        Path data = temporary.resolve("with blank/data");
        ProcessHandle orphan;
        String key;
        try (CurfewProcess first = CurfewProcess.start(data, Map.of()).awaitReady()) {
            // Given: a first start that made everything by itself, for its owner only
            assertThat(first.output()).contains("embedded PostgreSQL").contains("created in");
            assertThat(mode(data)).isEqualTo("rwx------");
            for (String secret : List.of("database.password", "database.superuser-password", "encryption.key")) {
                assertThat(mode(data.resolve(secret))).as(secret).isEqualTo("rw-------");
                assertThat(first.output())
                        .doesNotContain(Files.readString(data.resolve(secret)).strip());
            }
            key = Files.readString(data.resolve("encryption.key"));
            assertThat(settings(first)).containsExactly("on", "on", "on", "scram-sha-256");
            assertNobodyConnectsWithoutPassword(first);
            insertRow(first);

            // When: the process is killed, not the server
            first.kill9();
            orphan = first.postmaster().orElseThrow();

            // Then: the next process replaces the server and finds the row
            try (CurfewProcess second = CurfewProcess.start(data, Map.of()).awaitReady()) {
                assertThat(second.postmaster()).isPresent().get().isNotEqualTo(orphan);
                assertThat(second.output()).contains("still runs from a process that was killed");
                assertThat(countRows(second)).isEqualTo(1);
                assertThat(Files.readString(data.resolve("encryption.key"))).isEqualTo(key);
                assertThat(second.get("/q/openapi").body()).isEqualTo(Files.readString(Path.of("docs/openapi.yaml")));

                // And: while it lives, nobody else gets the directory
                try (CurfewProcess third = CurfewProcess.start(data, Map.of())) {
                    assertThat(third.awaitExit()).isEqualTo(1);
                    assertThat(third.output().lines())
                            .singleElement()
                            .asString()
                            .contains("is in use by another running Curfew");
                }
                assertThat(countRows(second)).isEqualTo(1);
            }
        }
    }

    @Test
    @Tag("slow")
    void orderlyStopTakesTheServerAlongAndKeepsItsData() throws Exception {
        try (CurfewProcess first =
                CurfewProcess.start(temporary.resolve("data"), Map.of()).awaitReady()) {
            // Given
            insertRow(first);

            // When
            int exitCode = first.stop();

            // Then
            assertThat(exitCode).isEqualTo(143);
            assertThat(temporary.resolve("data/postgresql/cluster/postmaster.pid"))
                    .doesNotExist();
            assertThat(newestLog()).contains("database system is shut down").doesNotContain("immediate shutdown");
        }
        try (CurfewProcess second =
                CurfewProcess.start(temporary.resolve("data"), Map.of()).awaitReady()) {
            assertThat(second.output()).doesNotContain("still runs");
            assertThat(newestLog()).doesNotContain("automatic recovery in progress");
            assertThat(countRows(second)).isEqualTo(1);
        }
    }

    @Test
    @Tag("slow")
    void committedRowOutlivesSigkillOfTheServerAndOfTheProcess() throws Exception {
        try (CurfewProcess first =
                CurfewProcess.start(temporary.resolve("data"), Map.of()).awaitReady()) {
            insertRow(first);

            first.kill9Postmaster();
            first.kill9();

            try (CurfewProcess second =
                    CurfewProcess.start(temporary.resolve("data"), Map.of()).awaitReady()) {
                assertThat(countRows(second)).isEqualTo(1);
                assertThat(newestLog()).contains("automatic recovery in progress");
            }
        }
    }

    @Test
    @Tag("slow")
    void firstStartKilledAtAnyMomentIsSimplyBegunAgain() throws Exception {
        Path data = temporary.resolve("data");
        Path home = data.resolve("postgresql");
        // Each once at once and once a little later, so that the moments lie close together where most is going on.
        for (String moment : List.of(
                "unpacking-*/bin/postgres",
                "server-*/bin/postgres",
                "cluster-new-*",
                "cluster-new-*/PG_VERSION",
                "cluster-new-*/base/1/*",
                "cluster-new-*/base/1/2619",
                "cluster-new-*/base/5/*",
                "cluster/PG_VERSION",
                "cluster/postmaster.pid")) {
            for (int millis : List.of(0, 150)) {
                Set<Path> before = matching(home, moment);
                try (CurfewProcess killed = CurfewProcess.start(data, Map.of())) {
                    // What has been passed for good is not reached anew.
                    await().atMost(Duration.ofSeconds(60))
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(2))
                            .until(() -> {
                                assertThat(killed.isAlive()).as(killed.output()).isTrue();
                                return !before.containsAll(matching(home, moment)) || isPassed(home, moment);
                            });
                    killed.kill9After(millis);
                }
            }
        }
        try (CurfewProcess last = CurfewProcess.start(data, Map.of()).awaitReady()) {
            insertRow(last);
            assertThat(countRows(last)).isEqualTo(1);
            assertThat(matching(home, "{cluster-new,unpacking}-*")).isEmpty();
            assertThat(last.output()).doesNotContain("cannot be removed").doesNotContain("do not end");
        }
    }

    private static boolean isPassed(Path home, String moment) throws IOException {
        return !moment.startsWith("cluster-new")
                && !matching(home, moment.startsWith("un") ? "server-*" : moment)
                        .isEmpty();
    }

    /** What below that directory has a path of that form. */
    private static Set<Path> matching(Path home, String glob) throws IOException {
        Set<Path> found = new HashSet<>(Set.of(home));
        for (String name : glob.split("/")) {
            Set<Path> deeper = new HashSet<>();
            for (Path directory : found) {
                try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, name)) {
                    children.forEach(deeper::add);
                } catch (NoSuchFileException | NotDirectoryException e) {
                    // Not made yet, or removed by the start that is looked at.
                    continue;
                }
            }
            found = deeper;
        }
        return found;
    }

    @Test
    @Tag("slow")
    void lostPasswordFileIsReplacedByANewPassword() throws Exception {
        Path data = temporary.resolve("data");
        try (CurfewProcess first = CurfewProcess.start(data, Map.of()).awaitReady()) {
            insertRow(first);
            first.stop();
        }
        Files.delete(data.resolve("database.password"));
        try (CurfewProcess second = CurfewProcess.start(data, Map.of()).awaitReady()) {
            assertThat(countRows(second)).isEqualTo(1);
        }
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void insertRow(CurfewProcess curfew) throws SQLException {
        try (Connection connection = curfew.database();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (id int primary key)");
            statement.execute("insert into kept values (1)");
        }
    }

    private static int countRows(CurfewProcess curfew) throws SQLException {
        try (Connection connection = curfew.database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static List<String> settings(CurfewProcess curfew) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = curfew.database();
                Statement statement = connection.createStatement()) {
            for (String name : List.of("fsync", "synchronous_commit", "full_page_writes", "password_encryption")) {
                try (ResultSet rows = statement.executeQuery("show " + name)) {
                    rows.next();
                    values.add(rows.getString(1));
                }
            }
        }
        return values;
    }

    private static void assertNobodyConnectsWithoutPassword(CurfewProcess curfew) {
        for (String user : List.of("curfew", "postgres")) {
            assertThatThrownBy(() -> DriverManager.getConnection(curfew.databaseUrl(), user, ""))
                    .as("%s without a password", user)
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(curfew.databaseUrl(), user, "guessed"))
                    .as("%s with a wrong password", user)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    private String newestLog() throws Exception {
        // The server keeps one file a day; the test may run across midnight.
        StringBuilder text = new StringBuilder();
        try (var files = Files.list(temporary.resolve("data/postgresql/log"))) {
            for (Path file : files.sorted().toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}
