package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.account;
import static io.curfew.dialects.twilio.TwilioHttp.as;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.ApiKeys;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Flood;
import io.curfew.testing.RawHttp;
import io.curfew.testing.SettableClock;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 20 wrong secrets a minute for each account and address, however many at once, and nothing else that counts. */
@CurfewTest
class TwilioFailedLoginsTest {
    private static final int MAX = 20;

    @Inject
    Accounts accounts;

    @Inject
    ApiKeys keys;

    @Inject
    SettableClock clock;

    @TestHTTPResource
    URI url;

    @Test
    void guessingIsStoppedAndForgottenAfterAMinute() {
        // Given
        Credentials main = accounts.main();
        Credentials other = accounts.main();
        // When
        guess(main.sid(), MAX, account(main));
        // Then not even the right secret is checked any more
        assertError(get(main, account(main)), 429, 20429, "Too Many Requests");
        assertError(guess(main.sid(), account(main)), 429, 20429, "Too Many Requests");
        assertThat(get(other, account(other)).statusCode()).isEqualTo(200);
        // When
        clock.advance(Duration.ofSeconds(61));
        // Then
        assertThat(get(main, account(main)).statusCode()).isEqualTo(200);
        assertError(guess(main.sid(), account(main)), 401, 20003, "Authenticate");
    }

    @Test
    void oneBelowTheLimitIsStillChecked() {
        // Given
        Credentials main = accounts.main();
        // When
        guess(main.sid(), MAX - 1, account(main));
        assertThat(get(main, account(main)).statusCode()).isEqualTo(200);
        guess(main.sid(), 1, account(main));
        // Then
        assertError(guess(main.sid(), account(main)), 429, 20429);
        assertThat(get(main, account(main)).statusCode())
                .as("a secret that was right lately")
                .isEqualTo(200);
    }

    @Test
    void ofManyAtOnceNoMoreAreJudged() {
        // Given
        Credentials main = accounts.main();
        // When
        List<HttpResponse<String>> answers =
                Flood.send(150, i -> request(new Credentials(main.sid(), "%032x".formatted(i)), account(main)));
        // Then
        assertThat(Flood.count(answers, 401)).isEqualTo(MAX);
        assertThat(Flood.count(answers, 429)).isEqualTo(150 - MAX);
        assertError(get(main, account(main)), 429, 20429);
    }

    @Test
    void rightSecretIsNeverTooMany() {
        // Given
        Credentials main = accounts.main();
        // When nobody has logged in yet
        List<HttpResponse<String>> first = Flood.send(200, i -> request(main, account(main)));
        // When somebody guesses at the same time, from the same address
        List<HttpResponse<String>> mixed = Flood.send(
                300,
                i -> i % 2 == 0
                        ? request(main, account(main))
                        : request(new Credentials(main.sid(), "%032x".formatted(i)), account(main)));
        // Then
        assertThat(Flood.count(first, 200)).isEqualTo(200);
        assertThat(Flood.count(mixed, 200)).isEqualTo(150);
        assertThat(Flood.count(mixed, 401)).isEqualTo(MAX);
        assertThat(Flood.count(mixed, 429)).isEqualTo(150 - MAX);
    }

    @Test
    void secretThatWasRightLatelyIsRefusedOnceItIsRevoked() {
        // Given
        Credentials main = accounts.main();
        Credentials key = keys.main(main, main);
        assertThat(get(key, account(main)).statusCode()).isEqualTo(200);
        // When
        assertThat(as(main).delete(under(main, "Keys/" + key.sid() + ".json")).statusCode())
                .isEqualTo(204);
        // Then
        List<HttpResponse<String>> answers = Flood.send(60, i -> request(key, account(main)));
        assertThat(Flood.count(answers, 401)).isGreaterThanOrEqualTo(MAX);
        assertThat(Flood.count(answers, 401) + Flood.count(answers, 429)).isEqualTo(60);
        assertError(get(key, account(main)), 429, 20429);
    }

    @ParameterizedTest
    @CsvSource({"101, 32", "5000, 32", "34, 513", "34, 6000"})
    void credentialsBeyondAllBoundsAreNobodys(int name, int secret) {
        Credentials huge = new Credentials("AC" + "f".repeat(name - 2), "0".repeat(secret));
        assertError(get(huge, "/v1/Keys"), 401, 20003, "Authenticate");
    }

    private HttpRequest request(Credentials caller, String path) {
        String plain = caller.sid() + ":" + caller.token();
        return HttpRequest.newBuilder(url.resolve(path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    @Test
    void anotherAddressIsNotStopped() throws IOException {
        // Given
        Credentials main = accounts.main();
        guess(main.sid(), MAX, account(main));
        // When
        try (RawHttp elsewhere = new RawHttp(url, "127.0.0.2")) {
            RawHttp.Answer answer = elsewhere
                    .send("GET " + account(main) + " HTTP/1.1\r\nHost: x\r\n" + RawHttp.authorization(main)
                            + "Connection: close\r\n\r\n")
                    .read();
            // Then
            assertThat(answer.status()).isEqualTo(200);
        }
        assertError(guess(main.sid(), account(main)), 429, 20429);
    }

    @Test
    void spellingOfTheSidIsNoWayRound() {
        Credentials main = accounts.main();
        String upper = "AC" + main.sid().substring(2).toUpperCase(Locale.ROOT);
        guess(main.sid(), MAX / 2, account(main));
        guess(upper, MAX / 2, account(main));
        assertError(get(main, account(main)), 429, 20429);
    }

    @Test
    void keysAreCountedOnTheirOwn() {
        // Given
        Credentials main = accounts.main();
        Credentials key = keys.main(main, main);
        // When
        guess(key.sid(), MAX, account(main));
        // Then
        assertError(get(key, account(main)), 429, 20429);
        assertThat(get(main, account(main)).statusCode()).isEqualTo(200);
    }

    @Test
    void unknownNamesAreCountedLikeKnownOnes() {
        String unknown = "AC" + "f".repeat(32);
        guess(unknown, MAX, "/v1/Keys");
        assertError(guess(unknown, "/v1/Keys"), 429, 20429);
        clock.advance(Duration.ofSeconds(61));
    }

    @Test
    void refusalsByScopeAreNoGuesses() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials sibling = accounts.sub(main);
        Credentials standard = keys.standard(main, sub);
        Credentials restricted = keys.restricted(main, sub, "/twilio/iam/accounts/read");
        // When
        for (int i = 0; i < MAX + 5; i++) {
            assertError(get(sub, account(sibling)), 401, 20003);
            assertError(get(standard, account(sub)), 401, 20003);
            assertError(get(restricted, under(sub, "Keys.json")), 401, 70051);
        }
        // Then
        assertThat(get(sub, account(sub)).statusCode()).isEqualTo(200);
        assertThat(get(standard, under(sub, "IncomingPhoneNumbers.json")).statusCode())
                .isEqualTo(200);
        assertThat(get(restricted, account(sub)).statusCode()).isEqualTo(200);
    }

    @Test
    void callsOfASuspendedAccountAreNoGuesses() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        post(main, account(sub), Map.of("Status", "suspended"));
        // When
        for (int i = 0; i < MAX + 5; i++) {
            assertError(get(sub, account(sub)), 401, 20003);
        }
        post(main, account(sub), Map.of("Status", "active"));
        // Then
        assertThat(get(sub, account(sub)).statusCode()).isEqualTo(200);
    }

    private static void guess(String name, int times, String path) {
        for (int i = 0; i < times; i++) {
            assertError(guess(name, path), 401, 20003, "Authenticate");
        }
    }

    private static io.restassured.response.Response guess(String name, String path) {
        return get(new Credentials(name, "0".repeat(32)), path);
    }
}
