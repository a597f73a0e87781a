package io.curfew.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curfew.testing.CurfewProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The encryption key is replaced by the steps of SECURITY.md while the process is killed again and again. {@link
 * SecretRenewalTest} has the same without processes.
 */
@Tag("slow")
class KeyRotationIT {
    private static final String OLD = Ciphers.key("o");
    private static final String NEW = Ciphers.key("n");
    private static final int ROWS = 40_000;
    private static final String SID = "AC00000000000000000000000000000001";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Pattern LEFT =
            Pattern.compile("(?m)^curfew_encryption_previous_keys_needed(?:\\{[^}]*})? ([0-9.]+)$");

    @TempDir
    Path data;

    private CurfewProcess start(String... keys) {
        Map<String, String> environment = new HashMap<>();
        environment.put("CURFEW_BOOTSTRAP_ACCOUNT_SID", SID);
        environment.put("CURFEW_BOOTSTRAP_AUTH_TOKEN", TOKEN);
        for (int i = 0; i < keys.length; i += 2) {
            environment.put("CURFEW_ENCRYPTION_" + keys[i], keys[i + 1]);
        }
        return CurfewProcess.start(data, environment);
    }

    private static int login(CurfewProcess curfew) throws Exception {
        String basic = Base64.getEncoder().encodeToString((SID + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(curfew.baseUrl() + "/2010-04-01/Accounts/" + SID + ".json"))
                                .header("Authorization", "Basic " + basic)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Answers that were remembered, each encrypted for its row. */
    private static void remember(CurfewProcess curfew) throws SQLException {
        SecretCipher cipher = Ciphers.of(OLD);
        try (Connection connection = curfew.database();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into idempotency_key (tenant_id, credential_id, key, account_id, request_hash,
                            answer_status, answer_head, answer_body, recorded_at)
                        values (?, 'SK1', ?, ?, '\\x00', 200, '', ?, now())
                        """)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < ROWS; i++) {
                String key = "key-" + i;
                insert.setString(1, SID);
                insert.setString(2, key);
                insert.setString(3, SID);
                insert.setBytes(4, cipher.encrypt(SealedColumn.REMEMBERED_ANSWER.of(SID, "SK1", key), key));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    private static int renewed(CurfewProcess curfew) throws SQLException {
        try (Connection connection = curfew.database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from idempotency_key i, installation n where substring(i.answer_body from 1 for 8)"
                                + " = substring(n.key_check from 1 for 8)")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void replicasAreKilledWhileEverythingIsEncryptedAnew() throws Exception {
        // Given
        try (CurfewProcess before = start("KEY", OLD).awaitReady()) {
            remember(before);
            assertThat(renewed(before)).isEqualTo(ROWS);
        }
        // When
        for (int kill = 1; kill <= 2; kill++) {
            int enough = kill * 1000;
            try (CurfewProcess killed = start("KEY", NEW, "PREVIOUS_KEYS", OLD).awaitReady()) {
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> renewed(killed) > enough);
                assertThat(login(killed)).isEqualTo(200);
                killed.kill9();
            }
        }
        // Then
        try (CurfewProcess refused = start("KEY", NEW)) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.output())
                    .contains("curfew: Secrets in this database may still be encrypted with an earlier key")
                    .doesNotContain(OLD, NEW, "\tat ");
        }
        // When
        try (CurfewProcess last = start("KEY", NEW, "PREVIOUS_KEYS", OLD).awaitReady()) {
            assertThat(last.output()).contains("stored secrets may still be encrypted with earlier keys");
            await().atMost(Duration.ofMinutes(3)).until(() -> {
                Matcher left = LEFT.matcher(last.get("/q/metrics").body());
                return left.find() && left.group(1).equals("0.0") && renewed(last) == ROWS;
            });
            assertThat(last.output())
                    .containsOnlyOnce("no stored secret needs curfew.encryption.previous-keys any more: the earlier");
            assertThat(last.get("/q/health/well").body().replaceAll("\\s", ""))
                    .contains("\"previousKeysNeeded\":false");
        }
        // Then
        try (CurfewProcess after = start("KEY", NEW).awaitReady()) {
            assertThat(login(after)).isEqualTo(200);
            assertThat(after.stop()).isEqualTo(143);
        }
    }
}
