package io.curfew.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.CurfewProcess;
import java.io.IOException;
import java.net.URI;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the running jar while accounts change and the journal is sealed: every row has its place, once, and in order. */
class JournalKillIT {
    private static final String SID = "AC" + "6".repeat(32);
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Pattern SUBACCOUNT = Pattern.compile("\"sid\":\"(AC[0-9a-f]{32})\"");
    private static final int WRITERS = 6;

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void oneKill() throws Exception {
        survivesKills(List.of(40));
    }

    @Test
    @Tag("slow")
    void killsAtSeveralMoments() throws Exception {
        survivesKills(List.of(50, 400, 900, 1_500, 2_500));
    }

    private void survivesKills(List<Integer> killWhenSealed) throws Exception {
        // When
        List<String> subaccounts = new ArrayList<>();
        for (int sealed : killWhenSealed) {
            try (CurfewProcess curfew = start()) {
                if (subaccounts.isEmpty()) {
                    for (int i = 0; i < WRITERS; i++) {
                        subaccounts.add(subaccount(curfew));
                    }
                }
                AtomicBoolean writing = new AtomicBoolean(true);
                List<CompletableFuture<Void>> writers = subaccounts.stream()
                        .map(account -> CompletableFuture.runAsync(() -> keepChanging(curfew, account, writing)))
                        .toList();
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> count(curfew, "select count(*) from journal") >= sealed);
                curfew.kill9();
                writing.set(false);
                writers.forEach(CompletableFuture::join);
            }
        }
        // Then
        try (CurfewProcess curfew = start();
                Connection elsewhere = curfew.database();
                Statement open = elsewhere.createStatement()) {
            elsewhere.setAutoCommit(false);
            open.execute("create table left_open (id integer)");
            change(curfew, subaccounts.get(0), "FriendlyName=last");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> count(curfew, "select count(*) from journal_pending") == 0);
            for (String table : List.of("audit_entry", "outbox_event")) {
                assertThat(count(
                                curfew,
                                "select count(*) from " + table + " r where 1 <> (select count(*) from journal j"
                                        + " where j.tenant_id = r.tenant_id and j.row_id = r.id)"))
                        .as(table)
                        .isZero();
            }
            assertThat(count(
                            curfew,
                            "select count(*) from (select tenant_id from journal group by tenant_id"
                                    + " having min(position) <> 1 or max(position) <> count(*)) with_gaps"))
                    .isZero();
            assertThat(count(curfew, """
                    select count(*) from (
                        select version, lag(version) over (partition by subject order by position) as before from (
                            select o.subject, j.position, cast(o.data ->> 'fromVersion' as bigint) as version
                            from journal j join outbox_event o on o.tenant_id = j.tenant_id and o.id = j.row_id
                            where o.data -> 'fromVersion' is not null) versions) neighbours
                    where version <= before
                    """)).isZero();
            assertThat(
                            count(
                                    curfew,
                                    "select count(*) from journal j join outbox_event o"
                                            + " on o.tenant_id = j.tenant_id and o.id = j.row_id where o.type = 'account.suspended'"))
                    .isPositive();
        }
    }

    private CurfewProcess start() {
        return CurfewProcess.start(
                        data, Map.of("CURFEW_BOOTSTRAP_ACCOUNT_SID", SID, "CURFEW_BOOTSTRAP_AUTH_TOKEN", TOKEN))
                .awaitReady();
    }

    private void keepChanging(CurfewProcess curfew, String account, AtomicBoolean writing) {
        while (writing.get()) {
            try {
                change(curfew, account, "Status=suspended");
                change(curfew, account, "Status=active");
            } catch (IOException e) {
                // It was killed.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private String subaccount(CurfewProcess curfew) throws Exception {
        Matcher sid = SUBACCOUNT.matcher(post(curfew, "/2010-04-01/Accounts.json", ""));
        assertThat(sid.find()).isTrue();
        return sid.group(1);
    }

    private void change(CurfewProcess curfew, String account, String form) throws IOException, InterruptedException {
        post(curfew, "/2010-04-01/Accounts/" + account + ".json", form);
    }

    private String post(CurfewProcess curfew, String path, String form) throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((SID + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
        return http.send(
                        HttpRequest.newBuilder(URI.create(curfew.baseUrl() + path))
                                .header("Authorization", "Basic " + basic)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .timeout(Duration.ofSeconds(20))
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static long count(CurfewProcess curfew, String sql) throws SQLException {
        try (Connection connection = curfew.database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
