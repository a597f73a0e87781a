package io.curfew.sims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.CurfewProcess;
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
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the running jar in the middle of a fleet's release and in the middle of its purge: each SIM ends once. */
class FleetEndKillIT {
    private static final String SID = "AC" + "6".repeat(32);
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Pattern SUBACCOUNT = Pattern.compile("\"sid\":\"([^\"]+)\"");
    private static final String RELEASED = "select count(*) from sim where status = 'TERMINATED'";
    private static final String LEFT = "select count(*) from sim";

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void fleetAndTwoKills() throws Exception {
        endFleet(2_000, List.of(300), List.of(1_500));
    }

    @Test
    @Tag("slow")
    void largeFleetAndManyKills() throws Exception {
        endFleet(30_000, List.of(1, 5_000, 12_000, 25_000), List.of(29_999, 20_000, 9_000, 100));
    }

    /** Each kill comes when so many SIMs are released, or so many are left. */
    private void endFleet(int size, List<Integer> killsOfRelease, List<Integer> killsOfPurge) throws Exception {
        // Given a subaccount with a fleet, closed, and no sweep so far
        try (CurfewProcess curfew = start(false)) {
            fill(curfew, subaccount(curfew), size);
            curfew.stop();
        }
        // When
        for (int released : killsOfRelease) {
            killWhen(RELEASED + " having count(*) >= " + released);
        }
        for (int left : killsOfPurge) {
            killWhen(LEFT + " having count(*) <= " + left);
        }
        // Then
        try (CurfewProcess curfew = start(true)) {
            await().atMost(Duration.ofMinutes(5)).until(() -> count(curfew, "select count(*) from tombstone") == 1);
            for (String table : List.of("audit_entry where action", "outbox_event where type")) {
                assertThat(count(curfew, "select count(*) from " + table + " = 'sim.terminated'"))
                        .isEqualTo(size);
                assertThat(count(curfew, "select count(distinct subject) from " + table + " = 'sim.terminated'"))
                        .isEqualTo(size);
            }
            for (String table : List.of("sim", "sim_profile", "sim_subscriber", "sim_status_history")) {
                assertThat(count(curfew, "select count(*) from " + table)).isZero();
            }
            assertThat(count(curfew, "select count(*) from lifecycle_work where kind like 'sim-%'"))
                    .isZero();
            assertThat(count(curfew, "select count(*) from lifecycle_work where kind like 'account-%'"))
                    .isZero();
        }
    }

    private void killWhen(String condition) {
        try (CurfewProcess curfew = start(true)) {
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> count(curfew, condition) >= 0);
            curfew.kill9();
        }
    }

    private CurfewProcess start(boolean sweeping) {
        Map<String, String> environment = new HashMap<>();
        environment.put("CURFEW_BOOTSTRAP_ACCOUNT_SID", SID);
        environment.put("CURFEW_BOOTSTRAP_AUTH_TOKEN", TOKEN);
        environment.put("CURFEW_ACCOUNTS_DELETION_AFTER", "1s");
        environment.put("CURFEW_LIFECYCLE_SWEEPS", Boolean.toString(sweeping));
        environment.put("CURFEW_LIFECYCLE_SWEEP_INTERVAL", "200ms");
        return CurfewProcess.start(data, environment).awaitReady();
    }

    private String subaccount(CurfewProcess curfew) throws Exception {
        Matcher sid = SUBACCOUNT.matcher(post(curfew, "/2010-04-01/Accounts.json", "FriendlyName=fleet"));
        assertThat(sid.find()).isTrue();
        return sid.group(1);
    }

    private void fill(CurfewProcess curfew, String subaccount, int size) throws Exception {
        Instant expiry = Instant.now().plus(Duration.ofDays(365));
        try (Connection connection = curfew.database();
                Statement statement = connection.createStatement()) {
            for (String sql :
                    SimFleet.fill(SID, 10_000_000L, size, List.of(ExpiryAction.SUSPEND), expiry, Duration.ZERO)) {
                statement.execute(sql);
            }
            statement.execute("update sim set account_id = '" + subaccount + "'");
            statement.execute("update lifecycle_work set account_id = '" + subaccount + "' where kind = 'sim-expiry'");
        }
        assertThat(post(curfew, "/2010-04-01/Accounts/" + subaccount + ".json", "Status=closed"))
                .contains("\"status\":\"closed\"");
        assertThat(count(curfew, "select count(*) from lifecycle_work where kind like 'account-%'"))
                .isEqualTo(2);
    }

    private String post(CurfewProcess curfew, String path, String form) throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((SID + ":" + TOKEN).getBytes());
        return http.send(
                        HttpRequest.newBuilder(URI.create(curfew.baseUrl() + path))
                                .header("Authorization", "Basic " + basic)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The number; -1 where the query has no row. */
    private static long count(CurfewProcess curfew, String sql) throws SQLException {
        try (Connection connection = curfew.database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }
}
