package io.curfew.credentials;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.LogLines;
import io.curfew.testing.Reactive;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Whoever can write the database alone cannot give an account a token that they know. */
@CurfewTest
class SwappedSecretsTest {
    private static final String ACCOUNTS = "/2010-04-01/Accounts/";

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    AuthTokenService tokens;

    private static int status(Credentials account, String path) {
        return get(account, path).statusCode();
    }

    private static Response get(Credentials account, String path) {
        return given().auth().preemptive().basic(account.sid(), account.token()).get(path);
    }

    @Test
    void tokenThatWasCopiedFromAnotherAccountOpensNothing() {
        // Given
        Credentials main = accounts.main();
        Credentials victim = accounts.sub(main);
        Credentials own = accounts.sub(main);
        assertThat(status(own, ACCOUNTS + own.sid() + ".json")).isEqualTo(200);
        try (LogLines log = new LogLines()) {
            // When
            database.execute(
                    "update auth_token set primary_token = (select primary_token from auth_token where account_id = $2)"
                            + " where account_id = $1",
                    victim.sid(),
                    own.sid());
            // Then
            Credentials forged = new Credentials(victim.sid(), own.token());
            assertThat(status(forged, ACCOUNTS + victim.sid() + ".json")).isEqualTo(401);
            assertThat(status(victim, ACCOUNTS + victim.sid() + ".json")).isEqualTo(401);
            Response shown = get(main, ACCOUNTS + victim.sid() + ".json");
            assertThat(shown.statusCode()).isEqualTo(500);
            assertThat(shown.<Integer>path("code")).isEqualTo(20500);
            assertThat(status(main, ACCOUNTS + victim.sid() + "/IncomingPhoneNumbers.json"))
                    .as("calls that need no token")
                    .isEqualTo(200);
            assertThat(status(own, ACCOUNTS + own.sid() + ".json")).isEqualTo(200);
            assertThat(log.atLeast(Level.SEVERE))
                    .containsExactly("a stored secret cannot be read: place=auth_token.primary_token of (" + main.sid()
                            + ", " + victim.sid() + ") reason=it was damaged, or belongs to another place");
            assertThat(log.withStack()).isEmpty();
        }
    }

    @Test
    void secondaryTokenIsNoPrimaryOneBeforeItIsPromoted() {
        // Given
        Credentials main = accounts.main();
        String secondary = given().auth()
                .preemptive()
                .basic(main.sid(), main.token())
                .post("/v1/AuthTokens/Secondary")
                .path("secondary_auth_token");
        // When
        database.execute("update auth_token set primary_token = secondary_token where account_id = $1", main.sid());
        // Then
        assertThat(status(main, ACCOUNTS + main.sid() + ".json")).isEqualTo(401);
        Credentials bySecondary = new Credentials(main.sid(), secondary);
        assertThat(status(bySecondary, ACCOUNTS + main.sid() + "/Keys.json")).isEqualTo(200);
        // When
        assertThat(given().auth()
                        .preemptive()
                        .basic(main.sid(), secondary)
                        .post("/v1/AuthTokens/Promote")
                        .statusCode())
                .isEqualTo(200);
        // Then
        assertThat(status(bySecondary, ACCOUNTS + main.sid() + ".json")).isEqualTo(200);
    }

    @Test
    void tokenThatCannotBeReadCanBeReplaced() {
        // Given
        Credentials main = accounts.main();
        database.execute("update auth_token set primary_token = '\\x00' where account_id = $1", main.sid());
        assertThat(status(main, ACCOUNTS + main.sid() + ".json")).isEqualTo(401);
        // When
        String secondary = String.valueOf(Reactive.await(() -> tokens.createSecondary(
                        new AuthTokenCommand.CreateSecondary(main.sid(), main.sid(), Accounts.PLATFORM)))
                .secondary());
        Reactive.await(() -> tokens.promote(new AuthTokenCommand.Promote(main.sid(), main.sid(), Accounts.PLATFORM)));
        // Then
        assertThat(status(new Credentials(main.sid(), secondary), ACCOUNTS + main.sid() + ".json"))
                .isEqualTo(200);
    }

    @Test
    void rememberedAnswerIsGivenUnderItsOwnKeyOnly() {
        // Given
        Credentials main = accounts.main();
        post(main, "one", "First");
        post(main, "other", "Second");
        // When
        database.execute(
                "update idempotency_key set answer_body = (select answer_body from idempotency_key"
                        + " where tenant_id = $1 and key = 'one') where tenant_id = $1 and key = 'other'",
                main.sid());
        // Then
        Response refused = post(main, "other", "Second");
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.<Integer>path("code")).isEqualTo(20500);
        assertThat(post(main, "one", "First").statusCode()).isEqualTo(201);
    }

    private static Response post(Credentials main, String key, String name) {
        return given().auth()
                .preemptive()
                .basic(main.sid(), main.token())
                .header("Idempotency-Key", key)
                .formParam("FriendlyName", name)
                .post("/2010-04-01/Accounts.json");
    }
}
