package io.curfew.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A first start after one that was killed while {@code initdb} ran, which then runs on for as long as it likes. */
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
