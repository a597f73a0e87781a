package io.curfew.platform.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The embedded server itself: a first start after one that was killed while {@code initdb} ran, which then runs on for as
 * long as it likes; a server that dies, or does not listen; damaged files.
 */
class EmbeddedDatabaseTest {

    @TempDir
    Path temporary;

    private Path home;
    private Path leftOver;
    private @Nullable Process writer;

    @BeforeEach
    void anUnfinishedCluster() throws IOException {
        home = temporary.resolve("data/postgresql");
        leftOver = Files.createDirectories(home.resolve("cluster-new-1"));
        Files.createDirectories(home.resolve("server-old/bin"));
    }

    @AfterEach
    void noWriterStays() {
        if (writer != null) {
            writer.destroyForcibly();
        }
    }

    @Test
    void programThatIgnoresTheRequestToEndIsKilledBeforeItsClusterIsRemoved() throws Exception {
        Path shell = Path.of("/bin/sh").toRealPath();
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs Linux");
        assumeTrue(!shell.endsWith("busybox"), "busybox goes by the name of its program");
        Path initdb = Files.copy(shell, home.resolve("server-old/bin/initdb"));
        Process orphan = writeOn(List.of(initdb.toString(), "-c", "trap '' TERM; " + writing()));

        startAndStop();

        assertThat(orphan.isAlive()).isFalse();
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void shellThatIsAboutToRunAProgramIsEndedToo() throws Exception {
        Process orphan = writeOn(List.of(
                "/bin/sh",
                "-c",
                writing(),
                home.resolve("server-old/bin/initdb").toString()));

        startAndStop();

        assertThat(orphan.isAlive()).isFalse();
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void leftoverThatAStrangerKeepsWritingIntoHindersNobody() throws Exception {
        Process stranger = writeOn(List.of("/bin/sh", "-c", writing()));

        startAndStop();

        // Removed or not, it is there again a moment later.
        assertThat(stranger.isAlive()).isTrue();
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(unfinished()).containsExactly(leftOver));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void damagedPasswordIsReplaced(byte[] text) throws Exception {
        // Given
        startAndStop();
        Path password = temporary.resolve("data/" + EmbeddedRole.PASSWORD_FILE);
        Files.write(password, text);
        // When
        startAndStop();
        // Then
        assertThat(Files.readString(password).strip()).hasSize(32).isASCII();
    }

    static Stream<byte[]> texts() {
        return Stream.of(new byte[0], "\n".getBytes(UTF_8), new byte[] {0, (byte) 0xff, 7, (byte) 0xc3, 0x28});
    }

    @Test
    void passwordThatNobodyCanRepairIsRefusedInOneClearLine() throws Exception {
        // Given
        startAndStop();
        Files.write(temporary.resolve("data/" + EmbeddedRole.PASSWORD_FILE), new byte[] {(byte) 0xff});
        Files.write(temporary.resolve("data/database.superuser-password"), new byte[] {(byte) 0xff});
        // When, Then
        assertThatThrownBy(this::startAndStop)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("database.superuser-password, which could repair it, is missing or damaged");
    }

    @Test
    void serverThatDiesIsStartedAgainAtItsPortUntilThatIsTooOften() throws Exception {
        try (DataDirectory directory = new DataDirectory(temporary.resolve("data"))) {
            directory.lock();
            EmbeddedDatabase database = new EmbeddedDatabase(directory);
            DatabaseAddress address = database.start();
            try (EmbeddedDatabaseKeeper keeper = EmbeddedDatabaseKeeper.keep(database)) {
                for (int death = 1; death <= EmbeddedDatabaseKeeper.MAX_RESTARTS; death++) {
                    // When
                    ProcessHandle killed = kill(database);
                    // Then
                    await().atMost(60, TimeUnit.SECONDS)
                            .ignoreExceptions()
                            .until(() -> database.isRunning() && answers(address));
                    assertThat(cluster().postmaster()).isPresent().get().isNotEqualTo(killed);
                    assertThat(EmbeddedDatabaseKeeper.hasGivenUp()).isFalse();
                }
                // When
                kill(database);
                // Then
                await().atMost(60, TimeUnit.SECONDS).until(EmbeddedDatabaseKeeper::hasGivenUp);
                assertThat(database.isRunning()).isFalse();
                assertThat(keeper).isNotNull();
            } finally {
                database.stop();
            }
            assertThat(cluster().alive()).isEmpty();
        }
    }

    private ProcessHandle kill(EmbeddedDatabase database) {
        assertThat(database.isRunning()).isTrue();
        ProcessHandle postmaster = cluster().postmaster().orElseThrow();
        assertThat(postmaster.destroyForcibly()).isTrue();
        return postmaster;
    }

    private static boolean answers(DatabaseAddress address) throws SQLException {
        try (Connection connection = address.connect()) {
            return connection.isValid(5);
        }
    }

    @Test
    void serverThatWasFrozenIsEndedAllTheSame() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs Linux");
        try (DataDirectory directory = new DataDirectory(temporary.resolve("data"))) {
            directory.lock();
            EmbeddedDatabase database = new EmbeddedDatabase(directory);
            database.start();
            assertThat(freeze(cluster().postmaster().orElseThrow())).isZero();
            // Children come and go by themselves: one that is gone cannot be frozen.
            for (ProcessHandle process : cluster().alive()) {
                freeze(process);
            }
            // When
            boolean ended = new ClusterProcesses(
                            home.resolve("cluster"), Duration.ofMillis(200), Duration.ofMillis(200))
                    .stop();
            // Then
            assertThat(ended).isTrue();
            assertThat(cluster().alive()).isEmpty();
        }
    }

    private static int freeze(ProcessHandle process) throws Exception {
        return new ProcessBuilder("/bin/sh", "-c", "kill -STOP " + process.pid())
                .start()
                .waitFor();
    }

    private ClusterProcesses cluster() {
        return new ClusterProcesses(home.resolve("cluster"));
    }

    private void startAndStop() throws Exception {
        try (DataDirectory directory = new DataDirectory(temporary.resolve("data"))) {
            directory.lock();
            EmbeddedDatabase database = new EmbeddedDatabase(directory);
            try (Connection connection = database.start().connect()) {
                assertThat(connection.isValid(5)).isTrue();
            } finally {
                database.stop();
            }
        }
    }

    /**
     * Makes files and directories faster than anybody could remove them. Not with {@code :}, which ends the shell when it
     * cannot write.
     */
    private String writing() {
        return "while :; do mkdir -p '%1$s'/base/1 && true > '%1$s'/base/1/$((i = i + 1)); done 2>/dev/null"
                .formatted(leftOver);
    }

    private Process writeOn(List<String> words) throws IOException {
        Process started = new ProcessBuilder(words).start();
        writer = started;
        await().atMost(10, TimeUnit.SECONDS).until(() -> Files.exists(leftOver.resolve("base/1/1")));
        return started;
    }

    private List<Path> unfinished() throws IOException {
        try (Stream<Path> children = Files.list(home)) {
            return children.filter(child -> child.getFileName().toString().startsWith("cluster-new-"))
                    .toList();
        }
    }
}
