package io.curfew.api;

import static io.curfew.api.NativeHttp.PLATFORM;
import static io.curfew.api.NativeHttp.get;
import static io.curfew.api.NativeHttp.main;
import static io.curfew.api.NativeHttp.post;
import static io.curfew.api.NativeHttp.sub;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.events.JournalSealer;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An account's audit, as its owner reads it. */
@CurfewTest
class NativeAuditTest {
    @Inject
    JournalSealer sealer;

    @Inject
    Database database;

    private void seal() {
        while (await(sealer::seal)) {
            // Others of this start have left more than a batch behind.
        }
    }

    @Test
    void entriesAreListedByPagesOnceTheyAreSealed() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        post(main.token(), sub.path() + "/suspend", Map.of("reason", "unpaid"));
        post(main.token(), sub.path() + "/resume", Map.of());
        assertThat(get(main.token(), sub.path() + "/audit").<List<?>>path("items"))
                .isEmpty();
        seal();
        // When
        Response first = get(main.token(), sub.path() + "/audit?limit=2");
        Response second = get(main.token(), sub.path() + "/audit?limit=2&cursor=" + first.path("next"));
        // Then
        assertThat(first.<List<String>>path("items.action")).containsExactly("account.resumed", "account.suspended");
        assertThat(second.<List<String>>path("items.action")).containsExactly("credential.created", "account.created");
        assertThat(second.<String>path("next")).isNull();
        Map<String, Object> suspended = first.path("items[1]");
        assertThat(suspended)
                .containsEntry("accountId", sub.id())
                .containsEntry("subject", sub.id())
                .containsEntry("detail", Map.of("from", "ACTIVE", "to", "SUSPENDED", "fromVersion", 0));
        assertThat(suspended.get("id"))
                .isEqualTo(database.column(
                                "select id::text from outbox_event where account_id = $1 and type = 'account.suspended'",
                                sub.id())
                        .get(0));
        assertThat(first.<String>path("items[1].actor.kind")).isEqualTo("customer");
        assertThat(first.<String>path("items[1].actor.door")).isEqualTo("native");
        assertThat(first.<Integer>path("items[0].position")).isGreaterThan((Integer) suspended.get("position"));
        assertThat(get(sub.token(), sub.path() + "/audit").asString())
                .isEqualTo(get(main.token(), sub.path() + "/audit").asString());
        assertThat(get(main.token(), sub.path() + "/audit?cursor=x").<String>path("code"))
                .isEqualTo("page-token-invalid");
        assertThat(get(main.token(), sub.path() + "/audit?limit=201").<String>path("code"))
                .isEqualTo("page-size-too-large");
    }

    @Test
    void whatThePlatformsOwnPeopleSaidIsTheirs() {
        // Given
        Holder main = main();
        String work = NativeWorkTest.park(database, main.id(), main.id(), "test-audited");
        String another = NativeWorkTest.park(database, main.id(), main.id(), "test-audited");
        post(PLATFORM, "/api/v1/work/" + work + "/retry", Map.of("reason", "Jane asked"));
        post(main.token(), "/api/v1/work/" + another + "/retry", Map.of("reason", "John asked"));
        seal();
        // When
        List<Object> own = get(main.token(), main.path() + "/audit?limit=2").path("items.detail.reason");
        List<Object> staff = get(PLATFORM, main.path() + "/audit?limit=2").path("items.detail.reason");
        // Then
        assertThat(staff).containsExactly("John asked", "Jane asked");
        assertThat(own.get(0)).isEqualTo("John asked");
        assertThat((String) own.get(1)).matches("sha256:[0-9a-f]{64}");
    }
}
