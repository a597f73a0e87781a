package io.curfew.api;

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
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Suspending, resuming, closing and what a purge leaves. */
@CurfewTest
class NativeAccountStatusTest {
    @Inject
    WorkRunner runner;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @Test
    void ownerSuspendsAndResumesASubaccount() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        // When
        Response suspended = post(main.token(), sub.path() + "/suspend", Map.of("reason", "unpaid"));
        // Then
        assertThat(suspended.statusCode()).isEqualTo(200);
        assertThat(suspended.<String>path("status")).isEqualTo("suspended");
        assertThat(suspended.<String>path("cause")).isEqualTo("customer");
        assertThat(suspended.<String>path("reason")).isEqualTo("unpaid");
        assertUnauthenticated(get(sub.token(), sub.path()));
        assertThat(post(main.token(), sub.path() + "/suspend", Map.of()).<Integer>path("version"))
                .isEqualTo(1);
        // When
        Response resumed = as(main.token()).post(sub.path() + "/resume");
        // Then
        assertThat(resumed.<String>path("status")).isEqualTo("active");
        assertThat(resumed.<String>path("cause")).isNull();
        assertThat(resumed.<String>path("reason")).isNull();
        assertThat(get(sub.token(), sub.path()).statusCode()).isEqualTo(200);
        assertThat(database.rows(
                        "select type, data->>'from', data->>'to' from outbox_event where account_id = $1"
                                + " and type like 'account.%ed' and type <> 'account.created' order by recorded_at",
                        sub.id()))
                .containsExactly(
                        List.of("account.suspended", "ACTIVE", "SUSPENDED"),
                        List.of("account.resumed", "SUSPENDED", "ACTIVE"));
    }

    @Test
    void onlyThePlatformOperatorLiftsItsOwnSuspension() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        // When
        Response suspended = post(PLATFORM, sub.path() + "/suspend", Map.of());
        // Then
        assertThat(suspended.<String>path("cause")).isEqualTo("platform");
        assertProblem(post(main.token(), sub.path() + "/resume", Map.of()), 409, "Conflict", "suspended-by-platform");
        assertProblem(post(main.token(), sub.path() + "/close", Map.of()), 409, "Conflict", "suspended-by-platform");
        assertThat(post(PLATFORM, sub.path() + "/resume", Map.of()).<String>path("status"))
                .isEqualTo("active");
    }

    @Test
    void statusIsNotOnesOwnToChange() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        // Then
        for (String verb : List.of("/suspend", "/resume", "/close")) {
            assertProblem(post(main.token(), main.path() + verb, Map.of()), 409, "Conflict", "main-account-status");
            assertProblem(post(sub.token(), sub.path() + verb, Map.of()), 403, "Forbidden", "forbidden");
        }
        String own = database.column("select tenant_id from credential where platform and kind = 'NATIVE_TOKEN'")
                .get(0)
                .toString();
        assertProblem(
                post(PLATFORM, ACCOUNTS + "/" + own + "/close", Map.of()), 409, "Conflict", "main-account-status");
    }

    @Test
    void closingAMainAccountClosesItsTree() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        // When
        Response closed = post(PLATFORM, main.path() + "/close", Map.of("reason", "contract ended"));
        // Then
        assertThat(closed.statusCode()).isEqualTo(200);
        assertThat(closed.<String>path("status")).isEqualTo("closed");
        Instant closedAt = Instant.parse(closed.path("closedAt"));
        assertThat(Instant.parse(closed.path("purgeAt"))).isEqualTo(closedAt.plus(Duration.ofDays(30)));
        assertUnauthenticated(get(main.token(), main.path()));
        assertUnauthenticated(get(sub.token(), sub.path()));
        assertThat(get(PLATFORM, sub.path()).<String>path("effectiveStatus")).isEqualTo("closed");
        await(() -> runner.runDue());
        assertThat(get(PLATFORM, sub.path()).<String>path("status")).isEqualTo("closed");
        assertProblem(post(PLATFORM, main.path() + "/resume", Map.of()), 409, "Conflict", "account-closed");
        assertThat(body(post(PLATFORM, main.path() + "/close", Map.of()))).isEqualTo(body(closed));
        assertThat(database.rows(
                        "select data->>'subaccounts' from outbox_event where account_id = $1"
                                + " and type = 'account.closed'",
                        main.id()))
                .containsExactly(List.of("1"));
    }

    @Test
    void purgedAccountIsATombstoneFromTheDueInstantOn() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        Holder sibling = sub(main);
        Holder stranger = main();
        Response closed = post(main.token(), sub.path() + "/close", Map.of());
        // When
        clock.advance(Duration.between(clock.now(), Instant.parse(closed.path("purgeAt"))));
        Response late = get(main.token(), sub.path());
        // Then
        Map<String, Object> tombstone = Map.of(
                "closedAt", closed.path("closedAt"),
                "purgedAt", closed.path("purgeAt"),
                "certificate", late.path("tombstone.certificate"));
        assertProblem(late, 410, "Gone", "purged", Map.of("tombstone", tombstone));
        assertThat(late.<String>path("tombstone.certificate")).matches("[0-9a-f]{64}");
        assertThat(database.count("select count(*) from account where id = $1", sub.id()))
                .isEqualTo(1);
        assertThat(post(main.token(), sub.path() + "/resume", Map.of()).statusCode())
                .isEqualTo(410);
        assertThat(get(main.token(), ACCOUNTS + "?parent=" + main.id()).<List<String>>path("items.id"))
                .containsExactly(sibling.id());
        assertNotFound(get(stranger.token(), sub.path()));
        assertNotFound(get(sibling.token(), sub.path()));
        // When
        await(() -> runner.runDue());
        // Then
        assertThat(database.count("select count(*) from account where id = $1", sub.id()))
                .isZero();
        assertThat(body(get(main.token(), sub.path()))).isEqualTo(body(late));
        assertThat(body(get(PLATFORM, sub.path()))).isEqualTo(body(late));
        assertNotFound(get(stranger.token(), sub.path()));
        assertNotFound(get(sibling.token(), sub.path()));
    }

    @Test
    void purgedTreeIsATombstoneToThePlatformOperator() {
        // Given
        Holder main = main();
        String operatorId = get(main.token(), main.path()).path("ids.operatorId");
        Response closed = post(PLATFORM, main.path() + "/close", Map.of());
        // When
        clock.advance(Duration.between(clock.now(), Instant.parse(closed.path("purgeAt"))));
        Response late = get(PLATFORM, ACCOUNTS + "/" + operatorId);
        await(() -> runner.runDue());
        // Then
        assertProblem(late, 410, "Gone", "purged", Map.of("tombstone", late.path("tombstone")));
        assertThat(late.<String>path("tombstone.purgedAt")).isEqualTo(closed.path("purgeAt"));
        assertThat(database.count("select count(*) from account where tenant_id = $1", main.id()))
                .isZero();
        assertThat(body(get(PLATFORM, main.path()))).isEqualTo(body(late));
        assertUnauthenticated(get(main.token(), main.path()));
    }

    @Test
    void repeatedStatusChangeAndItsRefusalAreRemembered() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        RequestSpecification close =
                as(main.token()).header("Idempotency-Key", "k1").header("If-Match", "\"0\"");
        // When
        Response first = close.post(sub.path() + "/close");
        Response second = close.post(sub.path() + "/close");
        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(second.header("ETag")).isEqualTo("\"1\"");
        RequestSpecification resume = as(main.token()).header("Idempotency-Key", "k2");
        Response refused = resume.post(sub.path() + "/resume");
        assertProblem(refused, 409, "Conflict", "account-closed");
        Response again = resume.post(sub.path() + "/resume");
        assertThat(again.asByteArray()).isEqualTo(refused.asByteArray());
        assertThat(again.contentType()).isEqualTo(refused.contentType());
    }
}
