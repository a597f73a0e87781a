package io.curfew.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.CurfewProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replica that is stopped (SIGSTOP) while it has a number's monthly charge in hand: the other one charges within
 * seconds, and when the first one goes on it does not charge again.
 */
@Tag("slow")
@Tag("faults")
class StoppedReplicaIT {
    private static final String API_TOKEN = "curfew_stopped-replica-of-the-test";
    private static final Pattern ID = Pattern.compile("\"id\":\"(AC[0-9a-f]{32})\"");
    private static final Pattern AUTH_TOKEN = Pattern.compile("\"authToken\":\"([0-9a-f]{32})\"");
    private static final Pattern NUMBER = Pattern.compile("\"sid\":\"(PN[0-9a-f]{32})\"");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path temporary;

    @Test
    void chargeInHandOfAStoppedReplicaIsMadeOnceByTheOther() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                Connection database = postgres.getPostgresDatabase().getConnection();
                Connection holder = postgres.getPostgresDatabase().getConnection()) {
            execute(database, "create role replica_1 superuser login", "create role replica_2 superuser login");
            try (CurfewProcess one = start(postgres, "replica_1");
                    CurfewProcess two = start(postgres, "replica_2")) {
                // Given: a number whose month is over, locked so that the worker stops where it has claimed the charge
                String number = buyNumber(one);
                holder.setAutoCommit(false);
                execute(holder, "select id from phone_number where id = '" + number + "' for update");
                execute(
                        database,
                        "update lifecycle_work set due_at = clock_timestamp() where kind = 'number-charge' and target_id = '"
                                + number + "'");
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> !waiting(database).isEmpty());
                CurfewProcess stopped = waiting(database).equals("replica_1") ? one : two;
                CurfewProcess other = stopped == one ? two : one;
                // When
                signal("STOP", stopped);
                try {
                    holder.rollback();
                    // Then: the other one has taken over within seconds, also for who waits for the number
                    await().atMost(Duration.ofSeconds(12)).until(() -> charges(database, number) == 2);
                    assertThat(status(database, number)).isEqualTo("OPEN 0 true");
                    String moved = text(
                            database, "select due_at::text from lifecycle_work where target_id = '" + number + "'");
                    // When
                    signal("CONT", stopped);
                    await().during(Duration.ofSeconds(8))
                            .atMost(Duration.ofSeconds(20))
                            .until(() -> charges(database, number) == 2);
                    // Then
                    assertThat(text(
                                    database,
                                    "select due_at::text from lifecycle_work where target_id = '" + number + "'"))
                            .isEqualTo(moved);
                    assertThat(status(database, number)).isEqualTo("OPEN 0 true");
                } finally {
                    signal("CONT", stopped);
                }
                assertThat(other.status("/q/health/ready")).isEqualTo(200);
                assertThat(stopped.status("/q/health/ready")).isEqualTo(200);
            }
        }
    }

    private CurfewProcess start(EmbeddedPostgres postgres, String role) {
        return CurfewProcess.start(
                        temporary.resolve(role),
                        Map.of(
                                "CURFEW_DATABASE_URL",
                                "postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                                "CURFEW_DATABASE_USERNAME",
                                role,
                                "CURFEW_DATABASE_PASSWORD",
                                "trusted",
                                "CURFEW_ENCRYPTION_KEY",
                                "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
                                "CURFEW_BOOTSTRAP_API_TOKEN",
                                API_TOKEN))
                .awaitReady();
    }

    private static void signal(String name, CurfewProcess process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private String buyNumber(CurfewProcess curfew) throws Exception {
        String opened = post(
                curfew,
                "/api/v1/accounts",
                "Bearer " + API_TOKEN,
                "application/json",
                "{\"name\":\"a\",\"type\":\"full\"}");
        String sid = find(ID, opened);
        String basic = "Basic "
                + java.util.Base64.getEncoder().encodeToString((sid + ":" + find(AUTH_TOKEN, opened)).getBytes());
        return find(
                NUMBER,
                post(
                        curfew,
                        "/2010-04-01/Accounts/" + sid + "/IncomingPhoneNumbers.json",
                        basic,
                        "application/x-www-form-urlencoded",
                        "AreaCode=415"));
    }

    private String post(CurfewProcess curfew, String path, String authorization, String type, String body)
            throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(curfew.baseUrl() + path))
                        .header("Authorization", authorization)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.body();
    }

    private static String find(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }

    /** The role whose session waits for the number; empty when none does. */
    private static String waiting(Connection database) throws SQLException {
        return text(
                database,
                "select coalesce(max(usename), '') from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and usename like 'replica%' and query like '%phone_number%'");
    }

    private static long charges(Connection database, String number) throws SQLException {
        return Long.parseLong(text(database, "select count(*) from usage_event where subject = '" + number + "'"));
    }

    private static String status(Connection database, String number) throws SQLException {
        return text(
                database,
                "select state || ' ' || attempts || ' ' || (due_at > clock_timestamp() + interval '20 days')"
                        + " from lifecycle_work where target_id = '" + number + "'");
    }

    private static void execute(Connection database, String... sqls) throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (String sql : sqls) {
                statement.execute(sql);
            }
        }
    }

    private static String text(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
