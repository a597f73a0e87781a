package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SimShelf.byImsi;
import static io.curfew.dialects.soracom.SimShelf.path;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.sims.Coverage;
import io.curfew.sims.StockSim;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expiries as callers see them. No worker runs here unless a test runs it: what is due shows all the same. */
@CurfewTest
class SoracomExpiryTest {
    @Inject
    Operators operators;

    @Inject
    SimShelf shelf;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @Inject
    WorkRunner runner;

    private Operator operator;
    private Pair root;

    @BeforeEach
    void makeOperator() {
        operator = operators.operator();
        root = root(operator);
    }

    private long in(Duration time) {
        return clock.now().plus(time).toEpochMilli();
    }

    private Response expire(StockSim sim, long at, @Nullable String action) {
        Map<String, Object> body = new HashMap<>(Map.of("expiryTime", at));
        if (action != null) {
            body.put("expiryAction", action);
        }
        return post(root, path(sim, "/set_expiry_time"), body);
    }

    private String status(StockSim sim) {
        return get(root, path(sim, "")).path("status");
    }

    private String stored(StockSim sim) {
        return (String) database.column("select status from sim where id = $1", sim.simId())
                .get(0);
    }

    @Test
    void terminationIsScheduledAndHappensWhenItsTimePasses() {
        // Given
        StockSim sim = shelf.anUnprotectedSim(root);
        shelf.connect(operator, sim);
        long at = in(Duration.ofHours(1));
        // When
        Response set = expire(sim, at, "terminate");
        // Then
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(set.<Long>path("expiryTime")).isEqualTo(at);
        assertThat(set.<String>path("expiryAction")).isEqualTo("terminate");
        assertThat(set.<String>path("status")).isEqualTo("active");
        clock.advance(Duration.ofMinutes(59));
        assertThat(status(sim)).isEqualTo("active");
        clock.advance(Duration.ofMinutes(2));
        Response due = get(root, path(sim, ""));
        assertThat(due.<String>path("status")).isEqualTo("terminated");
        assertThat(due.<Boolean>path("sessionStatus.online")).isFalse();
        assertThat(due.<Long>path("expiryTime")).isEqualTo(at);
        assertThat(stored(sim)).isEqualTo("ACTIVE");
        assertThat(get(root, "/v1/sims").jsonPath().getList("status")).containsExactly("terminated");
        assertThat(get(root, "/v1/query/sims?status=terminated").jsonPath().getList("simId"))
                .containsExactly(sim.simId());
        assertThat(get(root, "/v1/subscribers?status_filter=terminated")
                        .jsonPath()
                        .getList("imsi"))
                .containsExactly(sim.imsi());
        assertThat(get(root, "/v1/subscribers?status_filter=active").jsonPath().getList("imsi"))
                .isEmpty();
        assertThat(get(root, "/v1/resource_summaries/simsPerStatus").<Integer>path("activeSims"))
                .isZero();
        Response history = get(root, path(sim, "/statuses/history?limit=1"));
        assertThat(history.jsonPath().getList("status")).containsExactly("terminated");
        assertThat(history.jsonPath().getLong("[0].applyDateTimeEpochSec")).isEqualTo(at / 1000);
        assertError(post(root, path(sim, "/activate")), 400, "SEM9021");
        await(runner::runDue);
        assertThat(stored(sim)).isEqualTo("TERMINATED");
        assertThat(get(root, path(sim, "/statuses/history")).jsonPath().getList("status"))
                .containsExactly("terminated", "active", "ready");
    }

    @Test
    void armedTerminationFiresThoughProtectionIsOnAgain() {
        // Given
        StockSim sim = shelf.anUnprotectedSim(root);
        assertThat(expire(sim, in(Duration.ofHours(1)), "terminate").statusCode())
                .isEqualTo(200);
        // When
        Response on = post(root, path(sim, "/disable_termination"));
        // Then
        assertThat(on.<Boolean>path("terminationEnabled")).isFalse();
        assertThat(on.<String>path("expiryAction")).isEqualTo("terminate");
        assertError(post(root, path(sim, "/terminate")), 400, "SEM9020");
        assertError(expire(sim, in(Duration.ofHours(2)), "terminate"), 400, "SEM9020");
        clock.advance(Duration.ofHours(1).plusSeconds(1));
        assertThat(status(sim)).isEqualTo("terminated");
        assertThat(get(root, byImsi(sim, "")).<String>path("status")).isEqualTo("terminated");
        await(runner::runDue);
        assertThat(stored(sim)).isEqualTo("TERMINATED");
    }

    @Test
    void terminationIsNotArmedWhileProtected() {
        // Given
        StockSim sim = shelf.aSim(root);
        // When
        Response refused = expire(sim, in(Duration.ofHours(1)), "terminate");
        // Then
        assertError(refused, 400, "SEM9020");
        assertThat(get(root, path(sim, "")).<Object>path("expiryTime")).isNull();
        assertThat(expire(sim, in(Duration.ofHours(1)), "suspend").statusCode()).isEqualTo(200);
    }

    @Test
    void armedTerminationIsDefusedWhileProtected() {
        // Given
        StockSim sim = shelf.anUnprotectedSim(root);
        assertThat(expire(sim, in(Duration.ofHours(1)), "terminate").statusCode())
                .isEqualTo(200);
        assertThat(post(root, path(sim, "/disable_termination")).statusCode()).isEqualTo(200);
        // When
        Response unset = post(root, path(sim, "/unset_expiry_time"));
        // Then
        assertThat(unset.statusCode()).isEqualTo(200);
        assertThat(unset.<Object>path("expiryTime")).isNull();
        assertThat(unset.<Object>path("expiryAction")).isNull();
        clock.advance(Duration.ofHours(2));
        assertThat(status(sim)).isEqualTo("ready");
        assertError(post(root, path(sim, "/unset_expiry_time")), 404, "SEM9025", "No expiry time is set.");
        assertError(post(root, "/v1/sims/1/unset_expiry_time"), 404, "SEM9002");
    }

    @Test
    void unsettingTooLateDefusesNothing() {
        // Given
        StockSim sim = shelf.anUnprotectedSim(root);
        assertThat(expire(sim, in(Duration.ofHours(1)), "terminate").statusCode())
                .isEqualTo(200);
        clock.advance(Duration.ofHours(1).plusSeconds(1));
        // When
        Response refused = post(root, path(sim, "/unset_expiry_time"));
        // Then
        assertError(refused, 400, "SEM9021");
        assertThat(status(sim)).isEqualTo("terminated");
    }

    @ParameterizedTest
    @CsvSource({
        "doNothing, active, true",
        "deleteSession, active, false",
        "deactivate, inactive, false",
        "suspend, suspended, false"
    })
    void otherActionsLeaveTheExpiryStanding(String action, String status, boolean online) {
        // Given
        StockSim sim = shelf.aSim(root);
        shelf.connect(operator, sim);
        long at = in(Duration.ofHours(1));
        assertThat(expire(sim, at, action).<String>path("expiryAction")).isEqualTo(action);
        // When
        clock.advance(Duration.ofHours(1).plusSeconds(1));
        Response due = get(root, path(sim, ""));
        // Then
        assertThat(due.<String>path("status")).isEqualTo(status);
        assertThat(due.<Boolean>path("sessionStatus.online")).isEqualTo(online);
        assertThat(due.<Long>path("expiryTime")).isEqualTo(at);
        assertThat(post(root, path(sim, "/activate")).<String>path("status")).isEqualTo("active");
        await(runner::runDue);
        assertThat(status(sim)).isEqualTo("active");
        assertThat(post(root, path(sim, "/unset_expiry_time")).<Object>path("expiryTime"))
                .isNull();
    }

    @Test
    void noActionIsShownAsNone() {
        // Given
        StockSim sim = shelf.aSim(root);
        // When
        Response set = expire(sim, in(Duration.ofHours(1)), null);
        // Then
        assertThat(set.jsonPath().<String, Object>getMap("$")).containsEntry("expiryAction", null);
        Response twin = get(root, byImsi(sim, ""));
        assertThat(twin.<Long>path("expiredAt")).isEqualTo(twin.<Long>path("expiryTime"));
    }

    @Test
    void timeInThePastHappensAtOnce() {
        // Given
        StockSim sim = shelf.anUnprotectedSim(root);
        // When
        Response set = expire(sim, in(Duration.ofHours(-1)), "terminate");
        // Then
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(set.<String>path("status")).isEqualTo("terminated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"expiryAction\":\"terminate\"}",
                "{\"expiryTime\":\"\"}",
                "{\"expiryTime\":\"soon\"}",
                "{\"expiryTime\":1.5}",
                "{\"expiryTime\":99999999999999999999}",
                "{\"expiryTime\":4102444800000,\"expiryAction\":\"explode\"}",
                "{\"expiryTime\":4102444800000,\"expiryAction\":1}"
            })
    void nonsenseIsABadRequest(String body) {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        assertError(post(root, path(sim, "/set_expiry_time"), body), 400, "SEM9001");
        assertThat(get(root, path(sim, "")).<Object>path("expiryTime")).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1893456000L, 99_999_999_999L})
    void timeInSecondsIsToldFromOneInMilliseconds(long seconds) {
        // Given
        StockSim sim = shelf.anUnprotectedSim(root);
        // When
        Response refused = expire(sim, seconds, "terminate");
        Response twin =
                post(root, byImsi(sim, "/set_expiry_time"), Map.of("expiryTime", seconds, "expiryAction", "terminate"));
        // Then
        assertError(refused, 400, "SEM9026");
        assertError(twin, 400, "SEM9026");
        assertThat(refused.<String>path("message")).contains("milliseconds");
        assertThat(get(root, path(sim, "")).jsonPath().<String, Object>getMap("$"))
                .containsEntry("status", "ready")
                .containsEntry("expiryTime", null);
    }

    @Test
    void earliestInstantInMillisecondsIsOne() {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        assertThat(expire(sim, 100_000_000_000L, "doNothing").statusCode()).isEqualTo(200);
    }

    @Test
    void timeBeyondAnyCalendarIsRefused() {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        assertError(expire(sim, Long.MAX_VALUE, null), 400, "SEM9026");
    }

    @Test
    void suspensionIsNotScheduledWhereThereIsNone() {
        // Given
        StockSim sim = shelf.aSim(root, Coverage.JAPAN, "plan-DU");
        // Then
        assertError(expire(sim, in(Duration.ofHours(1)), "suspend"), 400, "SEM9023");
    }

    @Test
    void twinByImsiSetsAndUnsets() {
        // Given
        StockSim sim = shelf.aSim(root);
        long at = in(Duration.ofHours(1));
        // When
        Response set =
                post(root, byImsi(sim, "/set_expiry_time"), Map.of("expiryTime", at, "expiryAction", "deleteSession"));
        // Then
        assertThat(set.<Long>path("expiryTime")).isEqualTo(at);
        assertThat(set.<Long>path("expiredAt")).isEqualTo(at);
        assertThat(post(root, byImsi(sim, "/unset_expiry_time")).<Object>path("expiredAt"))
                .isNull();
    }
}
