package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SimShelf.path;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.login;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.credentials.PasswordHasher;
import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.kernel.Ids;
import io.curfew.sims.Coverage;
import io.curfew.sims.StockSim;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Flood;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.SettableClock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are not found by trying, and whoever tries holds nobody up. */
@CurfewTest
class SoracomGuessingTest {
    private static final String PASSWORD = "correct horse 馬";

    @Inject
    Operators operators;

    @Inject
    SimShelf shelf;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @TestHTTPResource
    URI url;

    private Operator operator;

    @BeforeEach
    void makeAnOperator() {
        operator = operators.operator();
    }

    private HttpRequest loggingIn(Map<String, Object> credentials) {
        return HttpRequest.newBuilder(url.resolve("/v1/auth"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(new JsonObject(credentials).encode()))
                .build();
    }

    private Map<String, Object> key(String secret) {
        return Map.of("authKeyId", operator.authKeyId(), "authKey", secret);
    }

    private HttpRequest registering(Pair caller, StockSim sim, String secret, String idempotencyKey) {
        return HttpRequest.newBuilder(url.resolve(path(sim, "/register")))
                .header("Content-Type", "application/json")
                .header("X-Soracom-API-Key", caller.apiKey())
                .header("X-Soracom-Token", caller.token())
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(
                        new JsonObject().put("registrationSecret", secret).encode()))
                .build();
    }

    // ---- logins ----

    @Test
    void ofManyWrongKeysAtOnceTwentyAreJudged() {
        // When
        List<HttpResponse<String>> answers = Flood.send(150, i -> loggingIn(key("secret-" + i)));
        // Then
        assertThat(Flood.count(answers, 401)).isEqualTo(20);
        assertThat(Flood.count(answers, 429)).isEqualTo(130);
        assertThat(login(key(operator.authKey())).statusCode()).isEqualTo(429);
    }

    @Test
    void rightKeyIsNeverTooOftenEvenAmongWrongOnes() {
        // When
        List<HttpResponse<String>> first = Flood.send(100, i -> loggingIn(key(operator.authKey())));
        List<HttpResponse<String>> mixed =
                Flood.send(200, i -> loggingIn(key(i % 2 == 0 ? operator.authKey() : "secret-" + i)));
        // Then
        assertThat(Flood.count(first, 200)).isEqualTo(100);
        assertThat(Flood.count(mixed, 200)).isEqualTo(100);
        assertThat(Flood.count(mixed, 401)).isEqualTo(20);
    }

    @Test
    void rightPasswordIsNeverTooOften() {
        // Given
        String email = operators.owner(operator, PASSWORD);
        // When
        List<HttpResponse<String>> answers =
                Flood.send(100, i -> loggingIn(Map.of("email", email, "password", PASSWORD)));
        // Then
        assertThat(Flood.count(answers, 200)).isEqualTo(100);
    }

    /** Of one unknown name, of the owner's own, or of a name each; all from the owner's address. */
    @ParameterizedTest
    @ValueSource(strings = {"nobody@example.com", "nobody%d@example.com", "owner"})
    void bogusLoginsDoNotMakeTheOwnerWait(String name) {
        // Given
        String email = operators.owner(operator, PASSWORD);
        // A check that costs what it costs for real: a cheap one would be done before the owner comes.
        database.execute("update person set password_hash = $2 where email = $1", email, PasswordHasher.hash(PASSWORD));
        if (name.equals("owner")) {
            assertThat(login(Map.of("email", email, "password", PASSWORD)).statusCode())
                    .isEqualTo(200);
        }
        List<CompletableFuture<HttpResponse<String>>> bogus = Flood.start(
                24,
                i -> loggingIn(
                        Map.of("email", name.equals("owner") ? email : name.formatted(i), "password", "bogus " + i)));
        CompletableFuture.anyOf(bogus.toArray(CompletableFuture[]::new)).join();
        // When
        Response owner = login(Map.of("email", email, "password", PASSWORD));
        // Those that were given up unjudged, as on a busy machine, have held up nobody.
        long before = bogus.stream()
                .filter(CompletableFuture::isDone)
                .filter(answer -> answer.join().statusCode() == 401)
                .count();
        // Then
        assertThat(owner.statusCode()).isEqualTo(200);
        assertThat(before).as("bogus logins that were judged first").isLessThan(16);
        assertThat(Flood.await(bogus))
                .allSatisfy(answer -> assertThat(answer.statusCode()).isIn(401, 429));
    }

    @Test
    void queueOfPasswordsIsBounded() {
        // When
        List<HttpResponse<String>> answers = Flood.send(
                120, i -> loggingIn(Map.of("email", "flood%d@example.com".formatted(i), "password", "bogus")));
        // Then
        assertThat(Flood.count(answers, 401) + Flood.count(answers, 429)).isEqualTo(120);
        assertThat(Flood.count(answers, 401)).isPositive();
        assertThat(Flood.count(answers, 429)).isPositive();
    }

    @Test
    void credentialsBeyondAllBoundsAreNobodys() {
        String huge = "x".repeat(200_000);
        for (Map<String, String> credentials : List.of(
                Map.of("email", huge, "password", PASSWORD),
                Map.of("email", "nobody@example.com", "password", huge),
                Map.of("authKeyId", huge, "authKey", "secret"),
                Map.of("authKeyId", operator.authKeyId(), "authKey", huge),
                Map.of("operatorId", huge, "userName", "meter", "password", PASSWORD),
                Map.of("operatorId", operator.id(), "userName", huge, "password", PASSWORD))) {
            assertError(login(credentials), 401, "AUM9001", "Authentication failed.");
        }
    }

    // ---- registration secrets ----

    @Test
    void registrationSecretIsNotFoundUnderFreshIdempotencyKeys() {
        // Given
        Pair root = root(operator);
        StockSim sim = shelf.stock(Coverage.GLOBAL, "plan01s");
        // When
        List<HttpResponse<String>> answers =
                Flood.send(100, i -> registering(root, sim, "%05d".formatted(i), "guess-" + i));
        // Then
        assertThat(Flood.count(answers, 400)).isEqualTo(10);
        assertThat(Flood.count(answers, 429)).isEqualTo(90);
        // Then: nobody finds out any more, whichever way
        assertError(shelf.register(root, sim), 429, "AUM9003");
        String byImsi = SimShelf.byImsi(sim, "/register");
        Map<String, String> right = Map.of("registrationSecret", sim.registrationSecret());
        assertError(post(root, byImsi, right), 429, "AUM9003");
        assertThat(shelf.register(root, shelf.stock(Coverage.GLOBAL, "plan01s")).statusCode())
                .isEqualTo(201);
        // When
        clock.advance(Duration.ofMinutes(1));
        // Then
        assertThat(shelf.register(root, sim).statusCode()).isEqualTo(201);
    }

    @Test
    void operatorGuessesThirtyTimesWhicheverSimsItGuessesAt() {
        // Given
        Pair root = root(operator);
        List<StockSim> sims = IntStream.range(0, 8)
                .mapToObj(i -> shelf.stock(Coverage.GLOBAL, "plan01s"))
                .toList();
        // When
        List<HttpResponse<String>> answers =
                Flood.send(64, i -> registering(root, sims.get(i % 8), "wrong " + i, "guess-" + i));
        // Then
        assertThat(Flood.count(answers, 400)).isEqualTo(30);
        assertThat(Flood.count(answers, 429)).isEqualTo(34);
        assertError(shelf.register(root, shelf.stock(Coverage.GLOBAL, "plan01s")), 429, "AUM9003");
        Pair other = root(operators.operator());
        assertThat(shelf.register(other, sims.get(0)).statusCode()).isEqualTo(201);
    }

    @Test
    void simOfAnotherOperatorIsLikeOneThatNeverWas() {
        // Given
        Pair holder = root(operators.operator());
        StockSim held = shelf.aSim(holder);
        Pair root = root(operator);
        StockSim fresh = new StockSim(
                Ids.digits(19),
                held.coverage(),
                held.type(),
                held.moduleType(),
                held.subscription(),
                Ids.digits(19),
                "00102" + Ids.digits(10),
                held.msisdn(),
                held.serialNumber(),
                held.registrationSecret(),
                null);
        // When
        List<String> ofHeld = new ArrayList<>();
        List<String> ofNone = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String secret = i % 2 == 0 ? held.registrationSecret() : "wrong " + i;
            for (String form : List.of("id", "imsi")) {
                ofHeld.add(answer(root, held, form, secret));
                ofNone.add(answer(root, fresh, form, secret));
            }
        }
        // Then
        assertThat(ofHeld).isEqualTo(ofNone).allMatch(answer -> answer.startsWith("404"));
        assertThat(shelf.register(root, shelf.stock(Coverage.GLOBAL, "plan01s")).statusCode())
                .as("neither counts as a guess")
                .isEqualTo(201);
    }

    private static String answer(Pair caller, StockSim sim, String form, String secret) {
        String address = form.equals("id") ? path(sim, "/register") : SimShelf.byImsi(sim, "/register");
        Response response = post(caller, address, Map.of("registrationSecret", secret));
        return response.statusCode() + " " + response.body().asString();
    }
}
