package io.curfew.api;

import static io.curfew.api.NativeAccountsTest.wrong;
import static io.curfew.api.NativeHttp.ACCOUNTS;
import static io.curfew.api.NativeHttp.PLATFORM;
import static io.curfew.api.NativeHttp.as;
import static io.curfew.api.NativeHttp.assertNotFound;
import static io.curfew.api.NativeHttp.assertProblem;
import static io.curfew.api.NativeHttp.assertUnauthenticated;
import static io.curfew.api.NativeHttp.body;
import static io.curfew.api.NativeHttp.get;
import static io.curfew.api.NativeHttp.main;
import static io.curfew.api.NativeHttp.post;
import static io.curfew.api.NativeHttp.sub;
import static io.curfew.api.NativeHttp.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Flood;
import io.curfew.testing.SettableClock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@CurfewTest
class NativeTokensTest {
    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @TestHTTPResource
    URI url;

    @Test
    void bearerTokenIsShownOnceAndKeptAsAHash() {
        // Given
        Holder main = main();
        Instant expiresAt = clock.now().plus(Duration.ofDays(1));
        // When
        Response issued = post(
                main.token(), main.path() + "/tokens", Map.of("name", "deploy", "expiresAt", expiresAt.toString()));
        // Then
        assertThat(issued.statusCode()).isEqualTo(201);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", issued.path("id"));
        shown.put("kind", "native");
        shown.put("accountId", main.id());
        shown.put("userId", null);
        shown.put("name", "deploy");
        shown.put("createdAt", issued.path("createdAt"));
        shown.put("expiresAt", expiresAt.toString());
        Map<String, Object> expected = new LinkedHashMap<>(shown);
        expected.put("token", issued.path("token"));
        assertThat(body(issued)).isEqualTo(expected);
        assertThat(get(issued.path("token"), main.path()).statusCode()).isEqualTo(200);
        Response listed = get(main.token(), main.path() + "/tokens");
        assertThat(listed.<Map<String, Object>>path("items[0]")).isEqualTo(shown);
        assertThat(listed.<List<String>>path("items.name")).containsExactly("deploy", "owner");
        assertThat(listed.asString()).doesNotContain(issued.<String>path("token"));
        assertThat(database.rows(
                        "select kind, encode(secret_hash, 'escape') = $2 from credential where id = $1",
                        issued.<String>path("id"),
                        issued.<String>path("token")))
                .containsExactly(List.of("NATIVE_TOKEN", false));
        assertThat(database.rows(
                        "select a.action, a.door, o.type, o.data->>'kind' from audit_entry a"
                                + " join outbox_event o on o.subject = a.subject where a.subject = $1",
                        issued.<String>path("id")))
                .containsExactly(List.of("credential.created", "native", "credential.created", "NATIVE_TOKEN"));
    }

    @Test
    void tokenIsRefusedFromItsExpiryOn() {
        // Given
        Holder main = main();
        Instant expiresAt = clock.now().plusSeconds(60);
        String token = post(main.token(), main.path() + "/tokens", Map.of("expiresAt", expiresAt.toString()))
                .path("token");
        assertThat(get(token, main.path()).statusCode()).isEqualTo(200);
        // When
        clock.advance(Duration.between(clock.now(), expiresAt));
        // Then
        assertUnauthenticated(get(token, main.path()));
    }

    @Test
    void mainKeyOpensTwiliosDoor() {
        // Given
        Holder main = main();
        // When
        Response issued = post(main.token(), main.path() + "/tokens", Map.of("kind", "main-key"));
        // Then
        assertThat(issued.statusCode()).isEqualTo(201);
        assertThat(body(issued))
                .containsOnlyKeys("id", "kind", "accountId", "userId", "name", "createdAt", "expiresAt", "secret")
                .containsEntry("kind", "main-key");
        assertThat(issued.<String>path("id")).matches("SK[0-9a-f]{32}");
        assertThat(given().auth()
                        .preemptive()
                        .basic(issued.path("id"), issued.path("secret"))
                        .get("/2010-04-01/Accounts/" + main.id() + ".json")
                        .statusCode())
                .isEqualTo(200);
        assertThat(as(main.token())
                        .delete(main.path() + "/tokens/" + issued.path("id"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(given().auth()
                        .preemptive()
                        .basic(issued.path("id"), issued.path("secret"))
                        .get("/2010-04-01/Accounts/" + main.id() + ".json")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void deletedTokenIsRefused() {
        // Given
        Holder main = main();
        Response issued = post(main.token(), main.path() + "/tokens", Map.of());
        String path = main.path() + "/tokens/" + issued.path("id");
        RequestSpecification delete = as(main.token()).header("Idempotency-Key", "gone");
        // When
        Response deleted = delete.delete(path);
        // Then
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.asString()).isEmpty();
        assertUnauthenticated(get(issued.path("token"), main.path()));
        assertThat(delete.delete(path).statusCode()).isEqualTo(204);
        assertNotFound(as(main.token()).delete(path));
        assertThat(database.column(
                        "select type from outbox_event where subject = $1 order by recorded_at",
                        issued.<String>path("id")))
                .containsExactly("credential.created", "credential.deleted");
        assertThat(database.count("select count(*) from directory where target_id = $1", issued.<String>path("id")))
                .isZero();
    }

    @Test
    void whatAnAccountHasIsNotThereOnceItsPurgeIsDue() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        String subs = post(main.token(), sub.path() + "/tokens", Map.of()).path("id");
        Holder gone = main();
        String user = NativeHttp.person(List.of(Map.of("roleId", 41, "customerId", gone.id())), false);
        String users = post(PLATFORM, "/api/v1/tokens", Map.of("kind", "access", "userId", user))
                .path("id");
        post(main.token(), sub.path() + "/close", Map.of());
        post(PLATFORM, gone.path() + "/close", Map.of());
        // When: nobody works
        clock.advance(Duration.ofDays(31));
        // Then
        assertNotFound(as(main.token()).delete("/api/v1/tokens/" + subs));
        assertNotFound(as(PLATFORM).delete("/api/v1/tokens/" + subs));
        assertNotFound(as(PLATFORM).delete("/api/v1/tokens/" + users));
        assertNotFound(as(PLATFORM).delete("/api/v1/users/" + user));
        assertThat(database.count("select count(*) from credential where id in ($1, $2)", subs, users))
                .isEqualTo(2);
        assertThat(database.count("select count(*) from login_user where id = $1", user))
                .isEqualTo(1);
    }

    @Test
    void subaccountsTokenActsForItAlone() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        Holder sibling = sub(main);
        // Then
        assertThat(get(sub.token(), sub.path()).statusCode()).isEqualTo(200);
        assertNotFound(get(sub.token(), main.path()));
        assertNotFound(get(sub.token(), sibling.path()));
        assertNotFound(post(sub.token(), main.path() + "/tokens", Map.of()));
        assertNotFound(post(sub.token(), sibling.path() + "/tokens", Map.of()));
        assertThat(get(token(sub.token(), sub.id()), sub.path()).statusCode()).isEqualTo(200);
        String siblings = get(main.token(), sibling.path() + "/tokens").path("items[0].id");
        assertNotFound(as(sub.token()).delete(sub.path() + "/tokens/" + siblings));
        assertNotFound(as(main.token()).delete(sub.path() + "/tokens/" + siblings));
    }

    @Test
    void platformOperatorIssuesForAnyTree() {
        // Given
        Holder main = main();
        // When
        String token = token(PLATFORM, main.id());
        // Then
        assertThat(get(token, ACCOUNTS).<List<String>>path("items.id")).containsExactly(main.id());
        assertProblem(post(token, ACCOUNTS, Map.of("name", "x")), 403, "Forbidden", "forbidden");
    }

    @Test
    void platformOperatorsTokenIsNotDeletedByOthers() {
        // Given
        List<Object> platform = database.rows("select id, tenant_id from credential where platform")
                .get(0);
        String first = platform.get(1).toString();
        String owner = token(PLATFORM, first);
        // When
        Response refused = as(owner).delete(ACCOUNTS + "/" + first + "/tokens/" + platform.get(0));
        // Then
        assertProblem(refused, 403, "Forbidden", "forbidden");
        assertThat(get(PLATFORM, ACCOUNTS).statusCode()).isEqualTo(200);
    }

    @Test
    void nothingIsIssuedForWhatIsNotActive() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        // When
        post(main.token(), sub.path() + "/suspend", Map.of());
        // Then
        assertProblem(post(main.token(), sub.path() + "/tokens", Map.of()), 409, "Conflict", "account-not-active");
    }

    @Test
    void repeatedIssueIsTheSameToken() {
        // Given
        Holder main = main();
        RequestSpecification issue = as(main.token()).header("Idempotency-Key", "one");
        // When
        Response first = issue.post(main.path() + "/tokens");
        Response second = issue.post(main.path() + "/tokens");
        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(database.count("select count(*) from credential where account_id = $1", main.id()))
                .isEqualTo(2);
    }

    @Test
    void tokensAreListedByPages() {
        // Given
        Holder main = main();
        List<String> issued =
                new ArrayList<>(get(main.token(), main.path() + "/tokens").<List<String>>path("items.id"));
        for (int i = 0; i < 8; i++) {
            issued.add(0, post(main.token(), main.path() + "/tokens", Map.of()).path("id"));
        }
        // When
        List<String> seen = new ArrayList<>();
        String next = null;
        do {
            Response page =
                    get(main.token(), main.path() + "/tokens?limit=4" + (next == null ? "" : "&cursor=" + next));
            seen.addAll(page.path("items.id"));
            next = page.path("next");
        } while (next != null);
        // Then
        assertThat(seen).isEqualTo(issued);
    }

    @Test
    void tokensOfOtherDoorsAreNoneOfThisOnes() {
        // Given
        Response issued = post(main().token(), ACCOUNTS, Map.of());
        assertThat(issued.statusCode()).isEqualTo(400);
        Holder main = main();
        String key = post(main.token(), main.path() + "/tokens", Map.of("kind", "main-key"))
                .path("secret");
        // Then
        assertUnauthenticated(get(key, main.path()));
    }

    @Test
    void wrongTokenIsRefusedUncheckedHoweverOftenItComesAtOnce() {
        // Given
        Holder main = main();
        clock.advance(Duration.ofMinutes(2));
        // When
        List<HttpResponse<String>> wrong = Flood.send(150, i -> request("curfew_of_nobody", main.path()));
        List<HttpResponse<String>> right = Flood.send(150, i -> request(main.token(), main.path()));
        // Then
        assertThat(Flood.count(wrong, 401)).isEqualTo(20);
        assertThat(Flood.count(wrong, 429)).isEqualTo(130);
        assertThat(Flood.count(right, 200)).isEqualTo(150);
    }

    private HttpRequest request(String token, String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .header("Authorization", "Bearer " + token)
                .build();
    }

    @Test
    void wrongTokenIsRefusedUncheckedAfterTwentyTimes() {
        // Given
        Holder main = main();
        clock.advance(Duration.ofMinutes(2));
        for (int i = 0; i < 20; i++) {
            assertUnauthenticated(get("curfew_old", main.path()));
        }
        // When
        Response limited = get("curfew_old", main.path());
        // Then
        assertProblem(limited, 429, "Too Many Requests", "rate-limited");
        assertThat(limited.header("Retry-After")).isEqualTo("60");
        // Then others at the same address are not touched
        assertThat(get(main.token(), main.path()).statusCode()).isEqualTo(200);
        assertUnauthenticated(get("curfew_other", main.path()));
        // When
        clock.advance(Duration.ofMinutes(2));
        // Then
        assertUnauthenticated(get("curfew_old", main.path()));
    }

    @Test
    void callerIssuesAndDeletesItsOwnTokens() {
        // Given
        Holder main = main();
        Instant before = clock.now();
        // When
        Response issued = post(main.token(), "/api/v1/tokens", Map.of("kind", "native", "expiresIn", 3600));
        // Then
        assertThat(issued.statusCode()).isEqualTo(201);
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("id", issued.path("id"));
        expected.put("kind", "native");
        expected.put("accountId", main.id());
        expected.put("userId", null);
        expected.put("name", null);
        expected.put("createdAt", issued.path("createdAt"));
        expected.put("expiresAt", issued.path("expiresAt"));
        expected.put("token", issued.path("token"));
        assertThat(body(issued)).isEqualTo(expected);
        // The clock of tests goes on by a microsecond each time it is read.
        assertThat(Instant.parse(issued.path("expiresAt")))
                .isBetween(before.plusSeconds(3600), clock.now().plusSeconds(3600));
        String token = issued.path("token");
        assertThat(get(token, main.path()).statusCode()).isEqualTo(200);
        assertThat(get(main.token(), main.path() + "/tokens").<List<String>>path("items.id"))
                .contains(issued.<String>path("id"));
        // When
        Response deleted = as(main.token()).delete("/api/v1/tokens/" + issued.path("id"));
        // Then
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertUnauthenticated(get(token, main.path()));
        assertNotFound(as(main.token()).delete("/api/v1/tokens/" + issued.path("id")));
        assertThat(database.column(
                        "select action from audit_entry where subject = $1 order by recorded_at",
                        issued.<String>path("id")))
                .containsExactly("credential.created", "credential.deleted");
    }

    @Test
    void tokensOutOfReachAreNotFound() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        Response ofSub = post(sub.token(), "/api/v1/tokens", Map.of());
        // Then
        assertNotFound(as(main().token()).delete("/api/v1/tokens/" + ofSub.path("id")));
        assertNotFound(as(sub(main).token()).delete("/api/v1/tokens/" + ofSub.path("id")));
        assertThat(get(ofSub.path("token"), sub.path()).statusCode()).isEqualTo(200);
        assertThat(as(main.token()).delete("/api/v1/tokens/" + ofSub.path("id")).statusCode())
                .isEqualTo(204);
        assertUnauthenticated(get(ofSub.path("token"), sub.path()));
    }

    @Test
    void expiryOfAnOwnTokenIsAPeriodInSeconds() {
        // Given
        Holder main = main();
        // Then
        for (Object wrong : List.of(0, -1, 1.5, "60", 4_000_000_000L)) {
            assertProblem(
                    post(main.token(), "/api/v1/tokens", Map.of("expiresIn", wrong)),
                    400,
                    "Bad Request",
                    "bad-request",
                    wrong("expiresIn", "Is a whole number from 1 to 3153600000."));
        }
        assertProblem(
                post(main.token(), "/api/v1/tokens", Map.of("kind", "console")),
                400,
                "Bad Request",
                "bad-request",
                wrong("kind", "Is one of: native, developer, access."));
    }
}
