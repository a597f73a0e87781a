package io.curfew.api;

import static io.curfew.api.NativeHttp.PLATFORM;
import static io.curfew.api.NativeHttp.as;
import static io.curfew.api.NativeHttp.assertNotFound;
import static io.curfew.api.NativeHttp.assertProblem;
import static io.curfew.api.NativeHttp.body;
import static io.curfew.api.NativeHttp.get;
import static io.curfew.api.NativeHttp.main;
import static io.curfew.api.NativeHttp.post;
import static io.curfew.api.NativeHttp.put;
import static io.curfew.api.NativeHttp.sub;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class NativePolicyTest {
    @Inject
    Database database;

    @Test
    void everyTreeHasAPolicyFromBirth() {
        // Given
        Holder main = main();
        // When
        Response policy = get(main.token(), main.path() + "/policy");
        // Then
        assertThat(policy.statusCode()).isEqualTo(200);
        assertThat(policy.header("ETag")).isEqualTo("\"0\"");
        assertThat(body(policy))
                .isEqualTo(Map.of(
                        "autoDeletion",
                        true,
                        "autoDeletionWarning",
                        "P7D",
                        "updatedAt",
                        policy.path("updatedAt"),
                        "version",
                        0));
        assertThat(as(main.token())
                        .header("If-None-Match", "\"0\"")
                        .get(main.path() + "/policy")
                        .statusCode())
                .isEqualTo(304);
        assertThat(body(get(PLATFORM, main.path() + "/policy"))).isEqualTo(body(policy));
    }

    @Test
    void policyIsSettledUnderAPrecondition() {
        // Given
        Holder main = main();
        RequestSpecification off = as(main.token())
                .header("If-Match", "\"0\"")
                .header("Idempotency-Key", "off")
                .contentType("application/json")
                .body(Map.of("autoDeletion", false, "autoDeletionWarning", "PT36H"));
        // When
        Response settled = off.put(main.path() + "/policy");
        // Then
        assertThat(settled.statusCode()).isEqualTo(200);
        assertThat(settled.header("ETag")).isEqualTo("\"1\"");
        assertThat(body(settled))
                .containsEntry("autoDeletion", false)
                .containsEntry("autoDeletionWarning", "PT36H")
                .containsEntry("version", 1);
        assertThat(off.put(main.path() + "/policy").asByteArray()).isEqualTo(settled.asByteArray());
        assertThat(body(get(main.token(), main.path() + "/policy"))).isEqualTo(body(settled));
        assertProblem(
                as(main.token())
                        .header("If-Match", "\"0\"")
                        .contentType("application/json")
                        .body(Map.of("autoDeletion", true))
                        .put(main.path() + "/policy"),
                412,
                "Precondition Failed",
                "version-mismatch",
                Map.of("version", 1));
        assertThat(database.rows(
                        "select data->>'autoDeletion', data->>'autoDeletionWarning' from outbox_event"
                                + " where account_id = $1 and type = 'policy.updated'",
                        main.id()))
                .containsExactly(List.of("false", "PT36H"));
        assertThat(database.rows(
                        "select actor_kind, door, detail->>'autoDeletion' from audit_entry"
                                + " where account_id = $1 and action = 'policy.updated'",
                        main.id()))
                .containsExactly(List.of("CUSTOMER", "native", "false"));
    }

    @Test
    void warningStaysWhereItIsNotNamed() {
        // Given
        Holder main = main();
        put(main.token(), main.path() + "/policy", Map.of("autoDeletion", true, "autoDeletionWarning", "P10D"));
        // When
        Response settled = put(main.token(), main.path() + "/policy", Map.of("autoDeletion", false));
        // Then
        assertThat(settled.<String>path("autoDeletionWarning")).isEqualTo("P10D");
    }

    @Test
    void switchingOffAndOnAgainMovesThePurgeOfWhatIsClosed() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        post(main.token(), sub.path() + "/close", Map.of());
        assertThat(get(main.token(), sub.path()).<String>path("purgeAt")).isNotNull();
        // When
        put(main.token(), main.path() + "/policy", Map.of("autoDeletion", false));
        // Then
        assertThat(get(main.token(), sub.path()).<String>path("purgeAt")).isNull();
        // When
        put(main.token(), main.path() + "/policy", Map.of("autoDeletion", true));
        // Then
        assertThat(get(main.token(), sub.path()).<String>path("purgeAt")).isNotNull();
        assertThat(database.column(
                        "select type from outbox_event where account_id = $1 and type like 'account.purge-%'"
                                + " order by recorded_at",
                        sub.id()))
                .containsExactly("account.purge-called-off", "account.purge-announced");
    }

    @Test
    void subaccountHasNoPolicyOfItsOwn() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        // Then
        for (String token : List.of(main.token(), sub.token(), PLATFORM)) {
            assertNotFound(get(token, sub.path() + "/policy"));
            assertNotFound(put(token, sub.path() + "/policy", Map.of("autoDeletion", false)));
        }
        assertNotFound(get(sub.token(), main.path() + "/policy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P366D", "-P1D", "PT0.5S", "a week", "P1M", "PT99999999999999999999H", ""})
    void warningIsAPeriodUpToAYear(String warning) {
        // Given
        Holder main = main();
        // When
        Response refused = put(
                main.token(), main.path() + "/policy", Map.of("autoDeletion", true, "autoDeletionWarning", warning));
        // Then
        assertProblem(
                refused,
                400,
                "Bad Request",
                "bad-request",
                NativeAccountsTest.wrong(
                        "autoDeletionWarning", "Is a period of ISO 8601 in whole seconds, 0 to 365 days."));
    }

    @ParameterizedTest
    @CsvSource({"P0D, PT0S", "PT24H, P1D", "PT90M, PT1H30M", "P365D, P365D"})
    void warningIsShownInItsShortForm(String sent, String shown) {
        // Given
        Holder main = main();
        // When
        Response settled =
                put(main.token(), main.path() + "/policy", Map.of("autoDeletion", true, "autoDeletionWarning", sent));
        // Then
        assertThat(settled.<String>path("autoDeletionWarning")).isEqualTo(shown);
    }
}
