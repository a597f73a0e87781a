package io.curfew.api;

import static io.curfew.api.NativeHttp.PLATFORM;
import static io.curfew.api.NativeHttp.main;
import static io.curfew.api.NativeHttp.sub;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parked work, listed, tried again and given up. */
@CurfewTest
class NativeWorkTest {
    private static final String WORK = "/api/v1/work";

    @Inject
    Database database;

    /** Work of a kind that nothing here does, parked; its id. */
    static String park(Database database, String tenantId, String accountId, String kind) {
        return database.column(
                        "insert into lifecycle_work (kind, tenant_id, account_id, target_id, due_at, state, attempts,"
                                + " not_before, last_error) values ($1, $2, $3, $4, timestamptz '2026-11-01 10:00Z',"
                                + " 'PARKED', 10, timestamptz '2026-11-01 11:00Z', 'SomeException: of ours') returning id",
                        kind,
                        tenantId,
                        accountId,
                        UUID.randomUUID().toString())
                .get(0)
                .toString();
    }

    private static Response get(Holder caller, String path) {
        return given().header("Authorization", "Bearer " + caller.token()).get(path);
    }

    @Test
    void parkedWorkIsListedByPagesToWhoReachesItsAccount() {
        // Given
        Holder main = main();
        Holder sub = sub(main);
        Holder stranger = main();
        List<String> ofMain = IntStream.range(0, 3)
                .mapToObj(i -> park(database, main.id(), main.id(), "test-listed"))
                .toList();
        String ofSub = park(database, main.id(), sub.id(), "test-listed");
        // When
        Response first = get(main, WORK + "?state=parked&limit=2");
        Response second = get(main, WORK + "?state=parked&limit=2&cursor=" + first.path("next"));
        // Then
        assertThat(first.<List<String>>path("items.id")).containsExactly(ofSub, ofMain.get(2));
        assertThat(second.<List<String>>path("items.id")).containsExactly(ofMain.get(1), ofMain.get(0));
        assertThat(second.<String>path("next")).isNull();
        assertThat(first.<Object>path("items[0].accountId")).isEqualTo(sub.id());
        assertThat(first.<Object>path("items[0].kind")).isEqualTo("test-listed");
        assertThat(first.<Object>path("items[0].dueAt")).isEqualTo("2026-11-01T10:00:00Z");
        assertThat(first.<Object>path("items[0].attempts")).isEqualTo(10);
        assertThat(first.asString()).doesNotContain("Exception");
        assertThat(get(sub, WORK).<List<String>>path("items.id")).containsExactly(ofSub);
        assertThat(get(stranger, WORK).<List<String>>path("items.id")).isEmpty();
        assertThat(get(main, WORK + "?state=open").statusCode()).isEqualTo(400);
        assertThat(get(main, WORK + "?cursor=x").statusCode()).isEqualTo(400);
    }

    @Test
    void parkedWorkIsDueAgainWhenItIsRetried() {
        // Given
        Holder main = main();
        String id = park(database, main.id(), main.id(), "test-retried");
        // When
        Response retried = given().header("Authorization", "Bearer " + main.token())
                .contentType("application/json")
                .body("{\"reason\":\"mended\"}")
                .post(WORK + "/" + id + "/retry");
        // Then
        assertThat(retried.statusCode()).isEqualTo(200);
        assertThat(retried.<Object>path("id")).isEqualTo(id);
        assertThat(database.rows(
                        "select state, attempts, not_before is null, last_error is null from lifecycle_work where id = $1",
                        Long.valueOf(id)))
                .containsExactly(List.of("OPEN", 0, true, true));
        assertThat(audit(main)).containsExactly(List.of("work.retried", "test-retried", "mended"));
        assertThat(given().header("Authorization", "Bearer " + main.token())
                        .post(WORK + "/" + id + "/retry")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void parkedWorkThatIsDroppedIsGone() {
        // Given
        Holder main = main();
        String id = park(database, main.id(), main.id(), "test-dropped");
        // When
        Response dropped = given().header("Authorization", "Bearer " + PLATFORM)
                .queryParam("reason", "never mind")
                .delete(WORK + "/" + id);
        // Then
        assertThat(dropped.statusCode()).isEqualTo(204);
        assertThat(database.count("select count(*) from lifecycle_work where id = $1", Long.valueOf(id)))
                .isZero();
        assertThat(audit(main)).containsExactly(List.of("work.dropped", "test-dropped", "never mind"));
    }

    private List<List<Object>> audit(Holder main) {
        return database.rows(
                "select e.action, e.detail ->> 'kind', p.value from audit_entry e"
                        + " join audit_personal p on p.tenant_id = e.tenant_id and p.recorded_at = e.recorded_at"
                        + " and p.row_id = e.id and p.field = 'reason'"
                        + " where e.tenant_id = $1 and e.action like 'work.%'",
                main.id());
    }
}
