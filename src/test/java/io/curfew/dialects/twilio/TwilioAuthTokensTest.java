package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.account;
import static io.curfew.dialects.twilio.TwilioHttp.as;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.assertNotFound;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.ApiKeys;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@CurfewTest
class TwilioAuthTokensTest {
    private static final String SECONDARY = "/v1/AuthTokens/Secondary";
    private static final String PROMOTE = "/v1/AuthTokens/Promote";

    @Inject
    Accounts accounts;

    @Inject
    ApiKeys keys;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @TestHTTPResource
    URI url;

    @Test
    void secondaryTokenIsValidAtOnceBesideThePrimary() {
        // Given
        Credentials main = accounts.main();
        clock.advance(Duration.ofHours(1));
        String now = second(clock.now());
        // When
        Response made = post(main, SECONDARY, Map.of());
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        String secondary = made.path("secondary_auth_token");
        assertThat(secondary).matches("[0-9a-f]{32}").isNotEqualTo(main.token());
        assertThat(made.jsonPath().<String, Object>getMap("$"))
                .isEqualTo(Map.of(
                        "account_sid",
                        main.sid(),
                        "secondary_auth_token",
                        secondary,
                        "date_created",
                        now,
                        "date_updated",
                        now,
                        "url",
                        origin() + SECONDARY));
        assertThat(get(main, account(main)).statusCode()).isEqualTo(200);
        Response bySecondary = get(new Credentials(main.sid(), secondary), account(main));
        assertThat(bySecondary.<String>path("auth_token")).isEqualTo(main.token());
        assertThat(audit(main)).containsExactly("account.created", "auth-token.secondary-created");
        assertThat(database.rows(
                        "select type, subject, data::text from outbox_event where account_id = $1 and type like 'auth%'",
                        main.sid()))
                .allMatch(row -> row.get(0).equals("auth-token.secondary-created")
                        && row.get(1).equals(main.sid())
                        && !row.toString().contains(secondary))
                .hasSize(1);
    }

    @Test
    void promotingKillsThePrimaryAtOnce() {
        // Given
        Credentials main = accounts.main();
        String born = second(clock.now());
        String secondary = post(main, SECONDARY, Map.of()).path("secondary_auth_token");
        Credentials rotated = new Credentials(main.sid(), secondary);
        clock.advance(Duration.ofDays(1));
        String now = second(clock.now());
        // When
        Response promoted = post(main, PROMOTE, Map.of());
        // Then
        assertThat(promoted.statusCode()).isEqualTo(200);
        assertThat(promoted.jsonPath().<String, Object>getMap("$"))
                .isEqualTo(Map.of(
                        "account_sid",
                        main.sid(),
                        "auth_token",
                        secondary,
                        "date_created",
                        born,
                        "date_updated",
                        now,
                        "url",
                        origin() + PROMOTE));
        assertError(get(main, account(main)), 401, 20003, "Authenticate");
        assertThat(get(rotated, account(main)).<String>path("auth_token")).isEqualTo(secondary);
        // and no secondary token is left
        assertError(post(rotated, PROMOTE, Map.of()), 404, 20404);
        assertThat(audit(main))
                .containsExactly("account.created", "auth-token.secondary-created", "auth-token.promoted");
    }

    @Test
    void droppedSecondaryTokenIsDeadAtOnce() {
        // Given
        Credentials main = accounts.main();
        String secondary = post(main, SECONDARY, Map.of()).path("secondary_auth_token");
        // When
        Response dropped = as(main).delete(SECONDARY);
        // Then
        assertThat(dropped.statusCode()).isEqualTo(204);
        assertThat(dropped.asByteArray()).isEmpty();
        assertError(get(new Credentials(main.sid(), secondary), account(main)), 401, 20003, "Authenticate");
        assertThat(get(main, account(main)).statusCode()).isEqualTo(200);
        assertNotFound(as(main).delete(SECONDARY), "/AuthTokens/Secondary");
        assertThat(audit(main))
                .containsExactly("account.created", "auth-token.secondary-created", "auth-token.secondary-deleted");
    }

    @Test
    void secondSecondaryTokenIsRefusedAndTheFirstKept() {
        // Given
        Credentials main = accounts.main();
        String secondary = post(main, SECONDARY, Map.of()).path("secondary_auth_token");
        // When
        Response again = post(main, SECONDARY, Map.of());
        // Then
        assertError(again, 409, 20409);
        assertThat(get(new Credentials(main.sid(), secondary), account(main)).statusCode())
                .isEqualTo(200);
        assertThat(audit(main)).hasSize(2);
    }

    @Test
    void nothingToPromoteIsNotFound() {
        Credentials main = accounts.main();
        assertNotFound(post(main, PROMOTE, Map.of()), "/AuthTokens/Promote");
        assertThat(audit(main)).containsExactly("account.created");
    }

    @Test
    void bodiesThatClientsSendAreEmpty() {
        // Given twilio-java sends a content type with its empty bodies, also with DELETE; curl sends none
        Credentials main = accounts.main();
        // Then
        assertThat(as(main).post(SECONDARY).statusCode()).isEqualTo(201);
        assertThat(as(main).contentType("application/x-www-form-urlencoded; charset=UTF-8")
                        .body("")
                        .delete(SECONDARY)
                        .statusCode())
                .isEqualTo(204);
        assertThat(as(main).contentType("application/x-www-form-urlencoded")
                        .body("")
                        .post(SECONDARY)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void subaccountsAndMainKeysRotateTheirOwnAccountOnly() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials mainKey = keys.main(main, main);
        Credentials standardKey = keys.standard(main, main);
        // When
        Response bySub = post(sub, SECONDARY, Map.of());
        Response byKey = post(mainKey, SECONDARY, Map.of());
        Response byStandardKey = post(standardKey, SECONDARY, Map.of());
        // Then
        assertThat(bySub.<String>path("account_sid")).isEqualTo(sub.sid());
        assertThat(byKey.<String>path("account_sid")).isEqualTo(main.sid());
        assertError(byStandardKey, 401, 20003, "Authenticate");
        assertThat(database.rows(
                        "select account_id, actor_id from audit_entry where tenant_id = $1 and action like 'auth-token%'"
                                + " order by recorded_at",
                        main.sid()))
                .containsExactly(List.of(sub.sid(), sub.sid()), List.of(main.sid(), mainKey.sid()));
    }

    @Test
    void tokensAreNotStoredInClear() {
        // Given
        Credentials main = accounts.main();
        // When
        String secondary =
                as(main).header("Idempotency-Key", "rotate-1").post(SECONDARY).path("secondary_auth_token");
        // Then
        List<Object> columns = database.rows(
                        "select primary_token, secondary_token from auth_token where account_id = $1", main.sid())
                .get(0);
        assertThat(columns)
                .allMatch(column ->
                        !text(column).contains(secondary) && !text(column).contains(main.token()));
        assertThat(database.rows(
                        "select answer_body, answer_head from idempotency_key where tenant_id = $1", main.sid()))
                .hasSize(1)
                .allMatch(row -> row.stream().noneMatch(column -> text(column).contains(secondary)));
    }

    private static String text(Object column) {
        byte[] bytes = column instanceof io.vertx.core.buffer.Buffer buffer
                ? buffer.getBytes()
                : column.toString().getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.ISO_8859_1) + Arrays.toString(bytes);
    }

    private List<Object> audit(Credentials account) {
        List<Object> actions = database.column(
                "select action from audit_entry where account_id = $1 order by recorded_at", account.sid());
        assertThat(database.column(
                        "select type from outbox_event where account_id = $1 order by recorded_at", account.sid()))
                .isEqualTo(actions);
        return actions;
    }

    private String origin() {
        return url.toString().replaceAll("/$", "");
    }

    private static String second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
