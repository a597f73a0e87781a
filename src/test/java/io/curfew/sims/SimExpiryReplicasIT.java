package io.curfew.sims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.CurfewProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIMs that fall due in a short time, and two replicas that share the work, whatever the time is on their machines: each
 * expiry happens once and not before its instant, and leaves its history, its audit entry and its event.
 *
 * <p>A replica gets another wall clock by {@code src/test/c/skew.c}, which leaves its monotonic clock alone, as a wrong
 * clock does. Where there is no C compiler ({@code cc}), what needs it is reported as skipped.
 */
class SimExpiryReplicasIT {
    private static final String API_TOKEN = "curfew_replicas-of-the-test";
    private static final Pattern ID = Pattern.compile("\"id\":\"(AC[0-9a-f]{32})\"");
    private static final Pattern START_TIME =
            Pattern.compile("(?m)^process_start_time_seconds(?:\\{[^}]*})? ([0-9.E]+)$");
    private static final String SKEW = "CURFEW_TEST_CLOCK_SKEW";

    /** The event that tells of an expiry. */
    private static final Map<ExpiryAction, String> EVENTS = Map.of(
            ExpiryAction.DO_NOTHING, "sim.expired",
            ExpiryAction.DEACTIVATE, "sim.deactivated",
            ExpiryAction.SUSPEND, "sim.suspended",
            ExpiryAction.TERMINATE, "sim.terminated");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path temporary;

    @Test
    void fourThousandSimsOnTwoReplicas() throws Exception {
        expireOnce(new Fleet(8, 500, List.copyOf(EVENTS.keySet()), Duration.ofSeconds(3)), Map.of(), Map.of());
    }

    @Test
    void fourThousandSimsOnTwoReplicasWhoseClocksAreAnHourOffEitherWay() throws Exception {
        expireOnce(
                new Fleet(8, 500, List.copyOf(EVENTS.keySet()), Duration.ofSeconds(3)),
                skewedBy(Duration.ofHours(1)),
                skewedBy(Duration.ofHours(-1)));
    }

    @Test
    @Tag("slow")
    void hundredThousandSimsInOneMinuteOnTwoReplicasWhoseClocksAreAnHourOffEitherWay() throws Exception {
        expireOnce(
                new Fleet(20, 5_000, List.of(ExpiryAction.TERMINATE), Duration.ofMinutes(1)),
                skewedBy(Duration.ofHours(1)),
                skewedBy(Duration.ofHours(-1)));
    }

    /** So many tenants with so many SIMs each, whose expiries are spread evenly over a window. */
    private record Fleet(int tenants, int simsEach, List<ExpiryAction> actions, Duration window) {
        int sims() {
            return tenants * simsEach;
        }
    }

    private void expireOnce(Fleet fleet, Map<String, String> first, Map<String, String> second) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("track_commit_timestamp", "on")
                        .setServerConfig("timezone", "America/St_Johns")
                        .start();
                Connection database = postgres.getPostgresDatabase().getConnection()) {
            execute(database, "create role replica_1 superuser login", "create role replica_2 superuser login");
            try (CurfewProcess one = start(postgres, "replica_1", first);
                    CurfewProcess two = start(postgres, "replica_2", second)) {
                // Given: replicas whose clocks say what they are meant to
                assertClock(one, first);
                assertClock(two, second);
                // Given: which replica has written an entry, and SIMs that will fall due
                execute(database, "alter table audit_entry add column replica text default current_user");
                List<String> tenants = openAccounts(one, fleet.tenants());
                Instant from = instant(database, "select date_trunc('milliseconds', clock_timestamp())")
                        .plus(fleet.window().dividedBy(2))
                        .plusSeconds(3);
                for (int i = 0; i < tenants.size(); i++) {
                    for (String sql : SimFleet.fill(
                            tenants.get(i),
                            1_000_000L * (i + 1),
                            fleet.simsEach(),
                            fleet.actions(),
                            from,
                            fleet.window())) {
                        execute(database, sql);
                    }
                }
                execute(database, "analyze");
                assertThat(count(database, "select count(*) from sim")).isEqualTo(fleet.sims());
                // When
                await().atMost(fleet.window().plus(Duration.ofMinutes(3)))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() ->
                                count(database, "select count(*) from lifecycle_work where kind = 'sim-expiry'") == 0);
                // Then
                assertEachHappenedOnce(database, fleet);
                assertThat(count(database, "select count(distinct replica) from audit_entry where action like 'sim.%'"))
                        .as("replicas that did some of it")
                        .isEqualTo(2);
                report(database, fleet);
            }
        }
    }

    private static void assertEachHappenedOnce(Connection database, Fleet fleet) throws SQLException {
        for (ExpiryAction action : fleet.actions()) {
            long sims = count(database, "select count(*) from sim where expiry_action = '" + action + "'");
            assertThat(sims).isEqualTo(fleet.sims() / fleet.actions().size());
            String status =
                    action.leadsTo() == null ? "ACTIVE" : action.leadsTo().name();
            assertThat(count(
                            database,
                            "select count(*) from sim where expiry_action = '" + action + "' and status = '" + status
                                    + "' and expiry_fired_at = expiry_at and expiry_due_at is null and version = 2"))
                    .isEqualTo(sims);
            assertThat(count(
                            database,
                            "select count(*) from sim s join sim_status_history h on h.tenant_id = s.tenant_id"
                                    + " and h.sim_id = s.id and h.at = s.expiry_at and h.status = s.status"
                                    + " where s.expiry_action = '" + action + "'"))
                    .isEqualTo(action.leadsTo() == null ? 0 : sims);
            for (String told : List.of("audit_entry e where e.action", "outbox_event e where e.type")) {
                String of = " from " + told + " = '" + EVENTS.get(action) + "'";
                assertThat(count(database, "select count(*)" + of)).isEqualTo(sims);
                assertThat(count(database, "select count(distinct subject)" + of))
                        .isEqualTo(sims);
                assertThat(count(
                                database,
                                "select count(*)" + of
                                        + " and exists (select from sim s where s.tenant_id = e.tenant_id"
                                        + " and s.id = e.subject and s.expiry_at = e.occurred_at)"))
                        .isEqualTo(sims);
            }
        }
        assertThat(count(database, "select count(*) from sim_status_history"))
                .isEqualTo(count(database, "select count(*) from sim where status <> 'ACTIVE'"));
        // Audit entries are written by the database's clock, as are the times of commits.
        assertThat(count(
                        database,
                        "select count(*) from audit_entry where action like 'sim.%'"
                                + " and (recorded_at < occurred_at or pg_xact_commit_timestamp(xmin) < occurred_at)"))
                .as("expiries before their instant")
                .isZero();
        assertThat(count(database, "select count(*) from lifecycle_work where state = 'PARKED' or attempts > 0"))
                .isZero();
    }

    private static void report(Connection database, Fleet fleet) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("""
                        select count(*) / extract(epoch from max(done) - min(due)),
                            extract(epoch from percentile_disc(0.5) within group (order by done - due)) * 1000,
                            extract(epoch from percentile_disc(0.99) within group (order by done - due)) * 1000,
                            extract(epoch from max(done - due)) * 1000
                        from (select pg_xact_commit_timestamp(xmin) as done, occurred_at as due
                            from outbox_event where type like 'sim.%') expired
                        """)) {
            row.next();
            System.out.printf(
                    "%d SIMs due within %d s: %.0f a second, late by %.0f ms (median), %.0f ms (p99), %.0f ms (most)%n",
                    fleet.sims(),
                    fleet.window().toSeconds(),
                    row.getDouble(1),
                    row.getDouble(2),
                    row.getDouble(3),
                    row.getDouble(4));
        }
    }

    private CurfewProcess start(EmbeddedPostgres postgres, String role, Map<String, String> clock) {
        Map<String, String> environment = new HashMap<>(clock);
        environment.put("CURFEW_DATABASE_URL", "postgresql://127.0.0.1:" + postgres.getPort() + "/postgres");
        environment.put("CURFEW_DATABASE_USERNAME", role);
        environment.put("CURFEW_DATABASE_PASSWORD", "trusted");
        environment.put("CURFEW_ENCRYPTION_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        environment.put("CURFEW_BOOTSTRAP_API_TOKEN", API_TOKEN);
        return CurfewProcess.start(temporary.resolve(role), environment).awaitReady();
    }

    private Map<String, String> skewedBy(Duration offset) throws IOException, InterruptedException {
        Path library = temporary.resolve("skew.so");
        assumeThat(compile(library))
                .as("there is no C compiler: no clock to skew")
                .isTrue();
        return Map.of("LD_PRELOAD", library.toString(), SKEW, Long.toString(offset.toSeconds()));
    }

    private static boolean compile(Path library) throws IOException, InterruptedException {
        if (Files.exists(library)) {
            return true;
        }
        if (Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .noneMatch(directory -> Files.isExecutable(Path.of(directory, "cc")))) {
            return false;
        }
        Process compiler = new ProcessBuilder(
                        "cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), "src/test/c/skew.c", "-ldl")
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        return true;
    }

    /** The process's own idea of when it started. */
    private static void assertClock(CurfewProcess curfew, Map<String, String> clock) throws IOException {
        Matcher metric = START_TIME.matcher(curfew.get("/q/metrics").body());
        assertThat(metric.find()).isTrue();
        assertThat(Instant.ofEpochSecond((long) Double.parseDouble(metric.group(1))))
                .isCloseTo(
                        Instant.now().plusSeconds(Long.parseLong(clock.getOrDefault(SKEW, "0"))),
                        within(Duration.ofMinutes(10)));
    }

    private List<String> openAccounts(CurfewProcess curfew, int count) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HttpResponse<String> opened = http.send(
                    HttpRequest.newBuilder(URI.create(curfew.baseUrl() + "/api/v1/accounts"))
                            .header("Authorization", "Bearer " + API_TOKEN)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"fleet\",\"type\":\"full\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            Matcher id = ID.matcher(opened.body());
            assertThat(id.find()).as(opened.body()).isTrue();
            ids.add(id.group(1));
        }
        return ids;
    }

    private static void execute(Connection database, String... sqls) throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (String sql : sqls) {
                statement.execute(sql);
            }
        }
    }

    private static long count(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Instant instant(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }
}
