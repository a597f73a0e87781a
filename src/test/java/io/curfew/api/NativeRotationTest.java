package io.curfew.api;

import static io.curfew.api.NativeHttp.ACCOUNTS;
import static io.curfew.api.NativeHttp.PLATFORM;
import static io.curfew.api.NativeHttp.as;
import static io.curfew.api.NativeHttp.assertProblem;
import static io.curfew.api.NativeHttp.assertUnauthenticated;
import static io.curfew.api.NativeHttp.body;
import static io.curfew.api.NativeHttp.first;
import static io.curfew.api.NativeHttp.get;
import static io.curfew.api.NativeHttp.main;
import static io.curfew.api.NativeHttp.post;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.opening.BootstrapService;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Race;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens are replaced by a second one beside the first. */
@CurfewTest
class NativeRotationTest {
    static final String TOKENS = "/api/v1/tokens";

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    @Inject
    BootstrapService bootstrap;

    /** All tests log in from one address, and wrong secrets of a minute are counted. */
    @BeforeEach
    void nextMinute() {
        clock.advance(Duration.ofSeconds(61));
    }

    /** The tests' own operator token is the only one again. */
    @AfterEach
    void deleteOtherOperatorTokens() {
        for (Object id :
                database.column("select id from credential where platform and name is distinct from 'bootstrap'")) {
            as(PLATFORM).delete(TOKENS + "/" + id);
        }
    }

    private static Response operatorToken(String by, Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>(more);
        body.put("platform", true);
        return post(by, TOKENS, body);
    }

    private String bootstrapId() {
        return (String) database.column("select id from credential where platform and name = 'bootstrap'")
                .get(0);
    }

    @Test
    void operatorReplacesItsTokenByAnotherOne() {
        // When
        Response issued = operatorToken(PLATFORM, Map.of("name", "spring"));
        // Then
        assertThat(issued.statusCode()).as(issued.asString()).isEqualTo(201);
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("id", issued.path("id"));
        expected.put("kind", "native");
        expected.put("accountId", first().id());
        expected.put("userId", null);
        expected.put("name", "spring");
        expected.put("createdAt", issued.path("createdAt"));
        expected.put("expiresAt", null);
        expected.put("platform", true);
        expected.put("token", issued.path("token"));
        assertThat(body(issued)).isEqualTo(expected);
        String spring = issued.path("token");
        // Then both are the operator's
        assertThat(post(spring, ACCOUNTS, Map.of("name", "x")).statusCode()).isEqualTo(201);
        assertThat(post(PLATFORM, ACCOUNTS, Map.of("name", "x")).statusCode()).isEqualTo(201);
        assertThat(post(spring, TOKENS, Map.of("kind", "access")).statusCode()).isEqualTo(201);
        // When the new one replaces itself once more
        Response summer = operatorToken(spring, Map.of("name", "summer"));
        assertThat(as(summer.path("token"))
                        .delete(TOKENS + "/" + issued.path("id"))
                        .statusCode())
                .isEqualTo(204);
        // Then
        assertUnauthenticated(get(spring, ACCOUNTS));
        assertThat(get(summer.path("token"), ACCOUNTS).statusCode()).isEqualTo(200);
        assertThat(database.column(
                        "select action from audit_entry where subject = $1 order by recorded_at",
                        issued.<String>path("id")))
                .containsExactly("credential.created", "credential.deleted");
    }

    @Test
    void onlyTheOperatorIssuesTokensOfTheOperator() {
        // Given
        Holder first = first();
        // Then
        assertProblem(operatorToken(first.token(), Map.of()), 403, "Forbidden", "forbidden");
        assertProblem(operatorToken(main().token(), Map.of()), 403, "Forbidden", "forbidden");
        Response refused = operatorToken(PLATFORM, Map.of("kind", "developer"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getList("errors.field")).containsExactly("platform");
        // Then one that is asked for without it is the first tree's, as ever
        Response issued = post(PLATFORM, TOKENS, Map.of());
        assertThat(body(issued)).doesNotContainKey("platform");
        assertProblem(post(issued.path("token"), ACCOUNTS, Map.of("name", "x")), 403, "Forbidden", "forbidden");
    }

    @Test
    void operatorsLastTokenStays() {
        // Given
        String last = bootstrapId();
        // When
        Response alone = as(PLATFORM).delete(TOKENS + "/" + last);
        Response byAccount = as(PLATFORM).delete(first().path() + "/tokens/" + last);
        operatorToken(PLATFORM, Map.of("expiresIn", 86400));
        Response besideOneThatExpires = as(PLATFORM).delete(TOKENS + "/" + last);
        // Then
        for (Response refused : List.of(alone, byAccount, besideOneThatExpires)) {
            assertProblem(refused, 409, "Conflict", "last-operator-token");
        }
        assertThat(get(PLATFORM, ACCOUNTS).statusCode()).isEqualTo(200);
    }

    @Test
    void twoWhoDeleteEachOthersTokenLeaveOne() {
        // Given two tokens that last, beside one that does not
        String last = bootstrapId();
        for (int round = 0; round < 5; round++) {
            Response one = operatorToken(PLATFORM, Map.of());
            Response other = operatorToken(PLATFORM, Map.of());
            database.execute("update credential set expires_at = '2999-01-01' where id = $1", last);
            try {
                // When
                List<Race.Result<Integer>> results = Race.run(
                        call(() -> as(one.path("token")).delete(TOKENS + "/" + other.path("id"))),
                        call(() -> as(other.path("token")).delete(TOKENS + "/" + one.path("id"))));
                // Then: the second finds that its own is the last, or is told that it is no more
                assertThat(results).extracting(Race.Result::item).contains(204).doesNotHaveDuplicates();
                assertThat(database.count("select count(*) from credential where platform and expires_at is null"))
                        .isEqualTo(1);
            } finally {
                database.execute("update credential set expires_at = null where id = $1", last);
            }
            deleteOtherOperatorTokens();
        }
    }

    static Supplier<Uni<Integer>> call(Supplier<Response> request) {
        return () -> Uni.createFrom()
                .item(() -> request.get().statusCode())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    @Test
    void ownerReplacesItsTokenAndThoseOfItsDoors() {
        // Given
        Holder main = main();
        String old = get(main.token(), main.path() + "/tokens").path("items[0].id");
        String fresh = post(main.token(), TOKENS, Map.of("name", "fresh")).path("token");
        // When
        for (String kind : List.of("developer", "access")) {
            String token = post(fresh, TOKENS, Map.of("kind", kind)).path("id");
            Response listed = get(fresh, main.path() + "/tokens");
            // Then it is found, though nobody has written down its id
            assertThat(listed.<String>path("items[0].id")).isEqualTo(token);
            assertThat(listed.<String>path("items[0].kind")).isEqualTo(kind);
            assertThat(as(fresh).delete(main.path() + "/tokens/" + token).statusCode())
                    .isEqualTo(204);
        }
        assertThat(as(fresh).delete(TOKENS + "/" + old).statusCode()).isEqualTo(204);
        // Then
        assertUnauthenticated(get(main.token(), main.path()));
        assertThat(get(fresh, main.path() + "/tokens").jsonPath().getList("items.name"))
                .containsExactly("fresh");
    }

    @Test
    void bootstrapIsNeverDueAgain() {
        assertThat(await(() -> bootstrap.isDue())).isFalse();
    }
}
