package io.curfew.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.CurfewProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the running jar in the middle of a sweep, again and again: every account is purged once, nothing is left. */
class PurgeSweepKillIT {
    private static final String SID = "AC" + "5".repeat(32);
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Pattern FIELD = Pattern.compile("\"(sid|phone_number)\":\"([^\"]+)\"");

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aHundredAccountsAndOneKill() throws Exception {
        sweepSurvivesKills(100, List.of(40));
    }

    @Test
    @Tag("slow")
    void fiveThousandAccountsAndKillsAtSeveralMoments() throws Exception {
        sweepSurvivesKills(5000, List.of(1, 300, 1200, 2500, 4900));
    }

    private void sweepSurvivesKills(int accounts, List<Integer> killWhenPurged) throws Exception {
        // Given: closed accounts, a number in every tenth, all of them due, and no sweep so far
        try (CurfewProcess curfew = start(false)) {
            closeAccounts(curfew, accounts);
            assertThat(count(curfew, "select count(*) from account where status = 'CLOSED'"))
                    .isEqualTo(accounts);
            curfew.stop();
        }
        // When
        for (int purged : killWhenPurged) {
            try (CurfewProcess curfew = start(true)) {
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> count(curfew, "select count(*) from tombstone") >= purged);
                curfew.kill9();
            }
        }
        // Then
        try (CurfewProcess curfew = start(true)) {
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> count(curfew, "select count(*) from tombstone") == accounts);
            assertThat(count(curfew, "select count(*) from account")).isOne();
            assertThat(count(
                            curfew,
                            "select count(distinct account_id) from audit_entry where action = 'account.purged'"))
                    .isEqualTo(accounts);
            for (String table : List.of("audit_entry where action", "outbox_event where type")) {
                assertThat(count(curfew, "select count(*) from " + table + " = 'account.purged'"))
                        .isEqualTo(accounts);
                assertThat(count(curfew, "select count(*) from " + table + " = 'account.closed'"))
                        .isEqualTo(accounts);
            }
            assertThat(count(curfew, "select count(*) from audit_entry where action = 'number.released'"))
                    .isEqualTo(accounts / 10);
            assertThat(count(curfew, "select count(*) from lifecycle_work where state = 'PARKED'"))
                    .isZero();
            assertThat(orphans(curfew)).isEmpty();
        }
    }

    private CurfewProcess start(boolean sweeping) {
        Map<String, String> environment = new HashMap<>();
        environment.put("CURFEW_BOOTSTRAP_ACCOUNT_SID", SID);
        environment.put("CURFEW_BOOTSTRAP_AUTH_TOKEN", TOKEN);
        environment.put("CURFEW_ACCOUNTS_MAX_SUBACCOUNTS", "10000");
        environment.put("CURFEW_ACCOUNTS_DELETION_AFTER", "1s");
        environment.put("CURFEW_LIFECYCLE_SWEEPS", Boolean.toString(sweeping));
        environment.put("CURFEW_LIFECYCLE_SWEEP_INTERVAL", "200ms");
        return CurfewProcess.start(data, environment).awaitReady();
    }

    private void closeAccounts(CurfewProcess curfew, int accounts) throws Exception {
        List<String> numbers = availableNumbers(curfew, accounts / 10);
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < accounts; i++) {
                String number = i % 10 == 0 ? numbers.get(i / 10) : null;
                calls.add(callers.submit(() -> closeOne(curfew, number)));
            }
            for (Future<String> call : calls) {
                assertThat(call.get()).contains("\"status\":\"closed\"");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private List<String> availableNumbers(CurfewProcess curfew, int wanted) throws Exception {
        HttpResponse<String> found = call(
                curfew,
                "GET",
                "/2010-04-01/Accounts/" + SID + "/AvailablePhoneNumbers/US/Local.json?PageSize=" + wanted,
                Map.of());
        List<String> numbers = new ArrayList<>();
        Matcher fields = FIELD.matcher(found.body());
        while (fields.find()) {
            numbers.add(fields.group(2));
        }
        assertThat(numbers).hasSize(wanted);
        return numbers;
    }

    private String closeOne(CurfewProcess curfew, String number) throws Exception {
        Matcher sid = FIELD.matcher(
                call(curfew, "POST", "/2010-04-01/Accounts.json", Map.of()).body());
        assertThat(sid.find()).isTrue();
        String account = "/2010-04-01/Accounts/" + sid.group(2);
        if (number != null) {
            assertThat(call(curfew, "POST", account + "/IncomingPhoneNumbers.json", Map.of("PhoneNumber", number))
                            .statusCode())
                    .isEqualTo(201);
        }
        return call(curfew, "POST", account + ".json", Map.of("Status", "closed"))
                .body();
    }

    private HttpResponse<String> call(CurfewProcess curfew, String method, String path, Map<String, String> form)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String basic = Base64.getEncoder().encodeToString((SID + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
        return http.send(
                HttpRequest.newBuilder(URI.create(curfew.baseUrl() + path))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static long count(CurfewProcess curfew, String sql) throws SQLException {
        try (Connection connection = curfew.database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Rows of any table that still belong to an account that is gone; what is kept on purpose apart. */
    private static List<String> orphans(CurfewProcess curfew) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = curfew.database();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("""
                    select c.table_name from information_schema.columns c
                    join pg_class r on r.relname = c.table_name and not r.relispartition
                    where c.table_schema = 'public' and c.column_name = 'account_id'
                        and c.table_name not in ('audit_entry', 'outbox_event', 'usage_event', 'tombstone',
                            'journal', 'journal_pending')
                    """)) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            assertThat(tables)
                    .contains("auth_token", "credential", "idempotency_key", "lifecycle_work", "phone_number");
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select account_id from " + table
                        + " t where not exists (select 1 from account a where a.id = t.account_id) limit 1")) {
                    if (rows.next()) {
                        found.add(table + ": " + rows.getString(1));
                    }
                }
            }
        }
        return found;
    }
}
