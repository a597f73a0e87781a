package io.curfew.api;

import static io.curfew.api.NativeHttp.ACCOUNTS;
import static io.curfew.api.NativeHttp.PLATFORM;
import static io.curfew.api.NativeHttp.as;
import static io.curfew.api.NativeHttp.assertNotFound;
import static io.curfew.api.NativeHttp.assertProblem;
import static io.curfew.api.NativeHttp.body;
import static io.curfew.api.NativeHttp.get;
import static io.curfew.api.NativeHttp.main;
import static io.curfew.api.NativeHttp.patch;
import static io.curfew.api.NativeHttp.post;
import static io.curfew.api.NativeHttp.sub;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Making, finding, naming and listing accounts. */
@CurfewTest
class NativeAccountsTest {
    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @Test
    void platformOperatorMakesAMainAccountWithItsOwnersToken() {
        // When
        Response made = post(PLATFORM, ACCOUNTS, Map.of("name", "Falcon", "type", "trial"));
        // Then
        String id = made.path("id");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.contentType()).startsWith("application/json");
        assertThat(made.header("Location")).isEqualTo(ACCOUNTS + "/" + id);
        assertThat(made.header("ETag")).isEqualTo("\"0\"");
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("id", id);
        expected.put("parentId", null);
        expected.put("name", "Falcon");
        expected.put("type", "trial");
        expected.put("status", "active");
        expected.put("effectiveStatus", "active");
        expected.put("cause", null);
        expected.put("reason", null);
        expected.put(
                "ids",
                Map.of(
                        "twilioSid", id,
                        "operatorId", made.path("ids.operatorId"),
                        "customerId", made.path("ids.customerId")));
        expected.put("createdAt", made.path("createdAt"));
        expected.put("updatedAt", made.path("createdAt"));
        expected.put("closedAt", null);
        expected.put("purgeAt", null);
        expected.put("version", 0);
        Map<String, Object> shown = new LinkedHashMap<>(expected);
        expected.put(
                "credentials",
                Map.of(
                        "authToken", made.path("credentials.authToken"),
                        "apiToken", made.path("credentials.apiToken")));
        assertThat(body(made)).isEqualTo(expected);
        assertThat(Instant.parse(made.path("createdAt"))).isBefore(clock.now());
        assertThat(body(get(made.path("credentials.apiToken"), ACCOUNTS + "/" + id)))
                .isEqualTo(shown);
        assertThat(database.rows(
                        "select action, actor_kind, door, subject = $1 from audit_entry where account_id = $1"
                                + " order by recorded_at",
                        id))
                .containsExactly(
                        List.of("account.created", "PLATFORM", "native", true),
                        List.of("credential.created", "PLATFORM", "native", false));
        assertThat(database.rows(
                        "select type, data->>'type' from outbox_event where account_id = $1 and subject = $1", id))
                .containsExactly(List.of("account.created", "TRIAL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"parent", "parentId"})
    void ownerMakesASubaccount(String member) {
        // Given
        Holder main = main();
        // When
        Response made = post(main.token(), ACCOUNTS, Map.of("name", "Sub", member, main.id()));
        // Then
        String id = made.path("id");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.<String>path("parentId")).isEqualTo(main.id());
        assertThat(made.<Map<String, Object>>path("ids").keySet())
                .containsExactly("twilioSid", "advertiserAccountId", "advertiserAccountNumber");
        assertThat(made.<Map<String, Object>>path("credentials").keySet()).containsExactly("authToken");
        for (String other : List.of("ids.twilioSid", "ids.advertiserAccountId", "ids.advertiserAccountNumber")) {
            assertThat(get(main.token(), ACCOUNTS + "/" + made.path(other)).<String>path("id"))
                    .as(other)
                    .isEqualTo(id);
        }
        assertThat(database.column(
                        "select actor_kind from audit_entry where account_id = $1 and action = 'account.created'", id))
                .containsExactly("CUSTOMER");
    }

    @Test
    void mainAccountIsFoundByAllItsIds() {
        // Given
        Holder main = main();
        Response shown = get(main.token(), main.path());
        // Then
        for (String id : List.of(
                shown.<String>path("ids.operatorId"),
                shown.<String>path("ids.customerId"),
                "AC" + main.id().substring(2).toUpperCase(Locale.ROOT))) {
            assertThat(get(PLATFORM, ACCOUNTS + "/" + id).<String>path("id")).isEqualTo(main.id());
        }
    }

    @Test
    void othersMakeNoMainAccountAndNoSubaccountsElsewhere() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        Holder stranger = main();
        // Then
        assertProblem(post(main.token(), ACCOUNTS, Map.of("name", "x")), 403, "Forbidden", "forbidden");
        assertNotFound(post(main.token(), ACCOUNTS, Map.of("name", "x", "parent", stranger.id())));
        assertNotFound(post(sub.token(), ACCOUNTS, Map.of("name", "x", "parent", main.id())));
        assertProblem(
                post(sub.token(), ACCOUNTS, Map.of("name", "x", "parent", sub.id())),
                409,
                "Conflict",
                "subaccount-nesting");
        assertProblem(
                post(main.token(), ACCOUNTS, Map.of("name", "x", "parent", main.id(), "type", "trial")),
                400,
                "Bad Request",
                "bad-request",
                wrong("type", "A subaccount is of its main account's type."));
        assertThat(database.count("select count(*) from account where tenant_id = $1", main.id()))
                .isEqualTo(2);
    }

    @Test
    void nameIsChangedUnderAPrecondition() {
        // Given
        Holder main = main();
        // When
        Response changed = as(main.token())
                .header("If-Match", "\"0\"")
                .contentType("application/merge-patch+json")
                .body(Map.of("name", "New"))
                .patch(main.path());
        // Then
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"1\"");
        assertThat(changed.<String>path("name")).isEqualTo("New");
        assertThat(changed.<Integer>path("version")).isEqualTo(1);
        Response late = as(main.token())
                .header("If-Match", "\"0\"")
                .contentType("application/json")
                .body(Map.of("name", "Late"))
                .patch(main.path());
        assertProblem(late, 412, "Precondition Failed", "version-mismatch", Map.of("version", 1));
        assertThat(as(main.token())
                        .header("If-Match", "W/\"1\"")
                        .contentType("application/json")
                        .body(Map.of("name", "Weak"))
                        .patch(main.path())
                        .statusCode())
                .isEqualTo(412);
        assertThat(as(main.token())
                        .header("If-Match", "*")
                        .contentType("application/json")
                        .body(Map.of("name", "Any"))
                        .patch(main.path())
                        .<Integer>path("version"))
                .isEqualTo(2);
        assertThat(patch(main.token(), main.path(), Map.of()).<Integer>path("version"))
                .isEqualTo(2);
        assertThat(database.rows(
                        "select action, detail->>'changed' from audit_entry where account_id = $1"
                                + " and action = 'account.updated'",
                        main.id()))
                .containsExactly(List.of("account.updated", "name"), List.of("account.updated", "name"));
        assertThat(database.count(
                        "select count(*) from outbox_event where account_id = $1 and type = 'account.updated'",
                        main.id()))
                .isEqualTo(2);
    }

    @Test
    void knownAccountIsNotSentAgain() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        // When
        Response known =
                as(main.token()).header("If-None-Match", "\"7\", W/\"0\"").get(sub.path());
        // Then
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.asString()).isEmpty();
        assertThat(known.header("ETag")).isEqualTo("\"0\"");
        assertThat(as(main.token()).header("If-None-Match", "*").get(sub.path()).statusCode())
                .isEqualTo(304);
        assertThat(as(main.token())
                        .header("If-None-Match", "\"1\"")
                        .get(sub.path())
                        .statusCode())
                .isEqualTo(200);
        // When: only the main account changes
        post(PLATFORM, main.path() + "/suspend", Map.of());
        // Then
        Response under = as(PLATFORM).header("If-None-Match", "\"0\"").get(sub.path());
        assertThat(under.statusCode()).isEqualTo(200);
        assertThat(under.header("ETag")).isEqualTo("\"0-suspended\"");
        assertThat(under.<String>path("status")).isEqualTo("active");
        assertThat(under.<String>path("effectiveStatus")).isEqualTo("suspended");
    }

    @Test
    void repeatedWriteGetsTheFirstAnswerByteForByte() {
        // Given
        RequestSpecification request = as(PLATFORM)
                .header("Idempotency-Key", "make-" + clock.now())
                .contentType("application/json")
                .body("{\"name\":\"Once\",\"type\":\"full\"}");
        long before = database.count("select count(*) from account where name = 'Once'");
        // When
        Response first = request.post(ACCOUNTS);
        Response second =
                request.body("{ \"type\": \"full\", \"name\": \"Once\" }").post(ACCOUNTS);
        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        for (String header : List.of("ETag", "Location", "Content-Type")) {
            assertThat(second.header(header)).isEqualTo(first.header(header)).isNotNull();
        }
        assertThat(database.count("select count(*) from account where name = 'Once'"))
                .isEqualTo(before + 1);
        assertProblem(
                request.body("{\"name\":\"Other\"}").post(ACCOUNTS),
                422,
                "Unprocessable Content",
                "idempotency-key-reused");
    }

    @Test
    void concurrentRepetitionsMakeOneAccount() {
        // Given
        Holder main = main();
        Map<String, String> made = Map.of("name", "Raced", "parent", main.id());
        // When
        List<CompletableFuture<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> as(main.token())
                    .header("Idempotency-Key", "race")
                    .contentType("application/json")
                    .body(made)
                    .post(ACCOUNTS)));
        }
        List<Response> answers = calls.stream().map(CompletableFuture::join).toList();
        // Then
        assertThat(database.count("select count(*) from account where tenant_id = $1 and name = 'Raced'", main.id()))
                .isEqualTo(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.statusCode() == 201)
                        .map(Response::asString)
                        .distinct())
                .hasSize(1);
        answers.stream()
                .filter(answer -> answer.statusCode() != 201)
                .forEach(answer -> assertProblem(answer, 409, "Conflict", "idempotency-key-in-use"));
    }

    @Test
    void pagesNeitherRepeatNorLoseAccountsWhileOthersAreMade() {
        // Given
        Holder main = main();
        List<String> there = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            there.add(post(main.token(), ACCOUNTS, Map.of("name", "s" + i, "parent", main.id()))
                    .path("id"));
        }
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> inserts = CompletableFuture.supplyAsync(() -> {
            int made = 0;
            while (!done.get()) {
                post(main.token(), ACCOUNTS, Map.of("name", "new", "parent", main.id()));
                made++;
            }
            return made;
        });
        // When
        List<String> seen = new ArrayList<>();
        String next = null;
        do {
            Response page = get(
                    main.token(), ACCOUNTS + "?limit=7&parent=" + main.id() + (next == null ? "" : "&cursor=" + next));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.<List<String>>path("items.id")).hasSizeLessThanOrEqualTo(7);
            seen.addAll(page.path("items.id"));
            next = page.path("next");
        } while (next != null);
        done.set(true);
        // Then
        assertThat(inserts.join()).isPositive();
        assertThat(seen).doesNotHaveDuplicates().containsAll(there);
        List<String> newestFirst = new ArrayList<>(there);
        Collections.reverse(newestFirst);
        assertThat(seen).containsSubsequence(newestFirst);
    }

    @Test
    void listsAreOfTheCallersReach() {
        // Given
        Holder main = main();
        Holder first = sub(main, "alpha");
        Holder second = sub(main, "beta");
        post(main.token(), second.path() + "/suspend", Map.of());
        // Then
        assertThat(ids(main.token(), "")).containsExactly(second.id(), first.id(), main.id());
        assertThat(ids(main.token(), "?name=alpha")).containsExactly(first.id());
        assertThat(ids(main.token(), "?status=suspended")).containsExactly(second.id());
        assertThat(ids(main.token(), "?parentId=" + main.id())).containsExactly(second.id(), first.id());
        assertThat(ids(main.token(), "?parent=" + first.id())).isEmpty();
        assertThat(ids(first.token(), "")).containsExactly(first.id());
        assertNotFound(get(first.token(), ACCOUNTS + "?parent=" + main.id()));
        assertThat(ids(PLATFORM, "?limit=1")).containsExactly(main.id());
        assertThat(ids(PLATFORM, "?limit=200")).contains(main.id()).doesNotContain(first.id(), second.id());
        assertThat(ids(PLATFORM, "?parent=" + main.id())).containsExactly(second.id(), first.id());
        assertNotFound(get(main().token(), ACCOUNTS + "?parent=" + main.id()));
        assertThat(body(get(main.token(), ACCOUNTS + "?name=alpha")))
                .containsOnlyKeys("items", "next")
                .containsEntry("items", List.of(body(get(main.token(), first.path()))))
                .containsEntry("next", null);
    }

    private static List<String> ids(String token, String query) {
        return get(token, ACCOUNTS + query).path("items.id");
    }

    static Map<String, Object> wrong(String field, String detail) {
        return Map.of("errors", List.of(Map.of("field", field, "detail", detail)));
    }
}
