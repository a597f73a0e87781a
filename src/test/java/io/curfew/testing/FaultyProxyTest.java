package io.curfew.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds the bad network to what it says: a fault that does not happen would let every test of it pass. */
class FaultyProxyTest {
    private static EmbeddedPostgres postgres;

    private FaultyProxy network;
    private Connection direct;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        network = FaultyProxy.to(postgres.getPort());
        direct = connection(postgres.getPort(), 60);
        execute(direct, "create table if not exists note (text text)");
        execute(direct, "truncate note");
    }

    @AfterEach
    void close() throws SQLException {
        network.close();
        direct.close();
    }

    @Test
    void aGoodNetworkPassesEverything() throws SQLException {
        try (Connection connection = connection(network.port(), 60)) {
            // When
            execute(connection, "insert into note values (repeat('x', 1000000))");
            // Then
            assertThat(text(connection, "select text from note")).hasSize(1_000_000);
        }
        await().untilAsserted(() -> assertThat(network.connections()).isZero());
    }

    @Test
    void aBlackHoleHoldsEverythingAndTellsNobody() throws SQLException {
        try (Connection connection = connection(network.port(), 1)) {
            // Given
            connection.setAutoCommit(false);
            execute(connection, "insert into note values ('kept by the server')");
            // When
            network.blackHole();
            // Then
            assertThatThrownBy(() -> execute(connection, "select 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> connection(network.port(), 1)).isInstanceOf(SQLException.class);
        }
        assertThat(text(direct, "select count(*) from pg_stat_activity where state = 'idle in transaction'"))
                .isEqualTo("1");
    }

    @Test
    void whatWasHeldBackArrivesLater() throws SQLException {
        try (Connection connection = connection(network.port(), 1)) {
            // Given
            network.blackHole();
            assertThatThrownBy(() -> execute(connection, "insert into note values ('late')"))
                    .isInstanceOf(SQLException.class);
            assertThat(text(direct, "select count(*) from note")).isEqualTo("0");
            // When
            network.pass();
            // Then
            await().untilAsserted(() ->
                    assertThat(text(direct, "select text from note")).isEqualTo("late"));
        }
    }

    @Test
    void connectionsThatWereForgottenStaySilent() throws SQLException {
        try (Connection forgotten = connection(network.port(), 1)) {
            // Given
            network.blackHole();
            // When
            network.passNewOnly();
            // Then
            assertThatThrownBy(() -> execute(forgotten, "select 1")).isInstanceOf(SQLException.class);
            try (Connection fresh = connection(network.port(), 60)) {
                execute(fresh, "select 1");
            }
        }
    }

    @Test
    void cutConnectionsAreReset() throws SQLException {
        try (Connection connection = connection(network.port(), 60)) {
            // When
            network.cut();
            // Then
            assertThatThrownBy(() -> execute(connection, "select 1")).isInstanceOf(SQLException.class);
        }
        connection(network.port(), 60).close();
        network.refuse();
        assertThatThrownBy(() -> connection(network.port(), 60)).isInstanceOf(SQLException.class);
        network.pass();
        connection(network.port(), 60).close();
    }

    @Test
    void aLostCommitWritesNothing() throws SQLException {
        try (Connection connection = connection(network.port(), 60)) {
            // Given
            connection.setAutoCommit(false);
            execute(connection, "insert into note values ('lost')");
            network.loseCommits(1);
            // When
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            // Then
            assertThat(network.stillToLose()).isZero();
            awaitNoTransaction();
            assertThat(text(direct, "select count(*) from note")).isEqualTo("0");
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostIsThere() throws SQLException {
        for (FaultyProxy.Loss loss : FaultyProxy.Loss.values()) {
            try (Connection connection = connection(network.port(), 1)) {
                // Given
                connection.setAutoCommit(false);
                execute(connection, "insert into note values ('there')");
                network.loseCommitAnswers(1, loss);
                // When
                assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            }
            // Then
            assertThat(network.stillToLose()).isZero();
            assertThat(text(direct, "select text from note")).isEqualTo("there");
        }
    }

    @Test
    void aSlowNetworkIsSlow() throws SQLException {
        try (Connection connection = connection(network.port(), 60)) {
            network.delay(Duration.ofMillis(100));
            long start = System.nanoTime();
            // When
            execute(connection, "select 1");
            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    private void awaitNoTransaction() {
        await().untilAsserted(() -> assertThat(text(
                        direct,
                        "select count(*) from pg_stat_activity where backend_type = 'client backend'"
                                + " and xact_start is not null and pid <> pg_backend_pid()"))
                .isEqualTo("0"));
    }

    private static Connection connection(int port, int timeoutSeconds) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres"
                + "&connectTimeout=10&loginTimeout=10&socketTimeout=" + timeoutSeconds);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
