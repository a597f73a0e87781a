package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SimShelf.byImsi;
import static io.curfew.dialects.soracom.SimShelf.path;
import static io.curfew.dialects.soracom.SoracomHttp.as;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.delete;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.put;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class SoracomSimsTest {
    @Inject
    Operators operators;

    @Inject
    SimShelf shelf;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    private Operator operator;
    private Pair root;

    @BeforeEach
    void makeOperator() {
        operator = operators.operator();
        root = root(operator);
    }

    private static Map<String, Object> body(Response response) {
        return response.jsonPath().getMap("$");
    }

    private Map<String, Object> shown(StockSim sim) {
        Response response = get(root, path(sim, ""));
        assertThat(response.statusCode()).isEqualTo(200);
        return body(response);
    }

    private static String status(Response response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return response.path("status");
    }

    @Test
    void registeredSimHasEveryField() {
        // Given
        StockSim sim = shelf.stock(Coverage.GLOBAL, "plan01s");
        Response group = post(root, "/g/v1/groups", Map.of("tags", Map.of("name", "meters")));
        String groupId = group.path("groupId");
        long before = clock.now().toEpochMilli();
        // When
        Response response = post(
                root,
                path(sim, "/register"),
                Map.of(
                        "registrationSecret",
                        sim.registrationSecret(),
                        "groupId",
                        groupId,
                        "tags",
                        Map.of("site", "東京")));
        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        long created = response.jsonPath().getLong("createdTime");
        assertThat(created).isBetween(before, clock.now().toEpochMilli());
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("simId", sim.simId());
        expected.put("operatorId", operator.id());
        expected.put("type", "uicc");
        expected.put("moduleType", "nano");
        expected.put("status", "ready");
        expected.put("terminationEnabled", false);
        expected.put("expiryTime", null);
        expected.put("expiryAction", null);
        expected.put("speedClass", "s1.standard");
        expected.put("groupId", groupId);
        expected.put("serialNumber", sim.serialNumber());
        expected.put("tags", Map.of("name", "", "site", "東京"));
        expected.put("activeProfileId", sim.iccid());
        expected.put("profiles", Map.of(sim.iccid(), profile(sim)));
        expected.put("capabilities", Map.of("data", true, "sms", true));
        expected.put("createdTime", created);
        expected.put("lastModifiedTime", created);
        expected.put("renewalFeeStatusSetTime", created);
        expected.put("lastPortMappingCreatedTime", null);
        assertThat(body(response)).isEqualTo(expected);
        assertThat(shown(sim)).isEqualTo(expected);
        assertThat(get(root, "/g/v1/sims").jsonPath().<Map<String, Object>>getList("$"))
                .containsExactly(expected);
    }

    private static Map<String, Object> profile(StockSim sim) {
        return Map.of(
                "iccid",
                sim.iccid(),
                "primaryImsi",
                sim.imsi(),
                "otaSupported",
                false,
                "subscribers",
                Map.of(
                        sim.imsi(),
                        Map.of(
                                "imsi",
                                sim.imsi(),
                                "msisdn",
                                sim.msisdn(),
                                "subscription",
                                sim.subscription(),
                                "status",
                                "ready",
                                "capabilities",
                                Map.of("data", true, "sms", true))));
    }

    @Test
    void virtualSimIsCreatedWithKeysShownOnce() {
        // When
        Response made = post(root, "/jp/v1/sims", Map.of("type", "virtual", "subscription", "planArc01"));
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        String simId = made.path("simId");
        String iccid = made.path("activeProfileId");
        assertThat(body(made))
                .containsEntry("type", "virtual")
                .containsEntry("moduleType", "virtual")
                .containsEntry("status", "active")
                .containsEntry("speedClass", "arc.standard")
                .doesNotContainKey("serialNumber");
        assertThat(made.jsonPath().<String, Object>getMap("profiles." + iccid))
                .containsKeys("arcClientPeerPublicKey", "arcClientPeerPrivateKey");
        Response read = get(root, "/jp/v1/sims/" + simId);
        assertThat(read.jsonPath().<String, Object>getMap("profiles." + iccid))
                .containsKey("arcClientPeerPublicKey")
                .doesNotContainKey("arcClientPeerPrivateKey");
        assertError(get(root, "/g/v1/sims/" + simId), 404, "SEM9002");
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', SEM9001",
        "'{\"type\":\"virtual\"}', SEM9001",
        "'{\"type\":\"uicc\",\"subscription\":\"plan01s\"}', SEM9001",
        "'{\"type\":\"virtual\",\"subscription\":\"plan01s\"}', SEM9031",
        "'{\"type\":\"virtual\",\"subscription\":\"plan-none\"}', SEM9031"
    })
    void onlyVirtualSimsAreCreated(String json, String code) {
        assertError(post(root, "/v1/sims", json), 400, code);
        assertThat(database.count("select count(*) from sim where tenant_id = $1", operator.sid()))
                .isZero();
    }

    @Test
    void registrationIsRefusedWithoutTheRightSecretAndOnce() {
        // Given
        StockSim sim = shelf.stock(Coverage.GLOBAL, "plan01s");
        Pair other = root(operators.operator());
        String japans = "/jp/v1/sims/" + sim.simId() + "/register";
        Map<String, String> secret = Map.of("registrationSecret", sim.registrationSecret());
        // Then
        assertError(post(root, path(sim, "/register")), 400, "SEM9001");
        assertError(post(root, path(sim, "/register"), Map.of("registrationSecret", "x")), 400, "SEM9030");
        assertError(post(root, japans, secret), 400, "SEM9030");
        assertError(post(root, "/v1/sims/8999900000000000000/register", secret), 404, "SEM9002");
        assertError(get(root, path(sim, "")), 404, "SEM9002");
        assertThat(shelf.register(root, sim).statusCode()).isEqualTo(201);
        assertError(shelf.register(root, sim), 400, "SEM9030");
        assertError(shelf.register(other, sim), 404, "SEM9002");
    }

    @Test
    void everyStatusIsReachedAndTheHistoryTellsInSeconds() {
        // Given
        StockSim sim = shelf.aSim(root);
        // When
        for (String[] step : new String[][] {
            {"activate", "active"},
            {"deactivate", "inactive"},
            {"set_to_standby", "standby"},
            {"suspend", "suspended"},
            {"activate", "active"}
        }) {
            clock.advance(Duration.ofMinutes(1));
            Response changed = post(root, path(sim, "/" + step[0]));
            assertThat(status(changed)).isEqualTo(step[1]);
            assertThat(get(root, byImsi(sim, "")).<String>path("status")).isEqualTo(step[1]);
        }
        // Then
        Response history = get(root, path(sim, "/statuses/history"));
        assertThat(history.jsonPath().getList("status"))
                .containsExactly("active", "suspended", "standby", "inactive", "active", "ready");
        assertThat(history.jsonPath().<String, Object>getMap("[0]"))
                .containsOnlyKeys(
                        "simId",
                        "imsi",
                        "primaryImsi",
                        "isPrimary",
                        "subscription",
                        "status",
                        "speedClass",
                        "groupId",
                        "applyDateTimeEpochSec")
                .containsEntry("isPrimary", true)
                .containsEntry("imsi", sim.imsi());
        List<Integer> times = history.jsonPath().getList("applyDateTimeEpochSec");
        assertThat(times.get(0) - times.get(1)).isEqualTo(60);
        assertThat(times.get(0)).isCloseTo((int) clock.now().getEpochSecond(), within(2));
        assertThat(get(root, path(sim, "/statuses/history?sort=asc&limit=2"))
                        .jsonPath()
                        .getList("status"))
                .containsExactly("ready", "active");
        assertThat(get(root, path(sim, "/statuses/history?from=" + (times.get(1) + 30) * 1000L))
                        .jsonPath()
                        .getList("status"))
                .containsExactly("active");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=x", "limit=1.5", "sort=up", "from=2&to=1", "from=x", "last_evaluated_key=x"})
    void historyAsksForSense(String query) {
        // Given
        StockSim sim = shelf.aSim(root);
        // When
        Response response = get(root, path(sim, "/statuses/history?" + query));
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(get(root, "/v1/sims/1/statuses/history").statusCode()).isEqualTo(404);
    }

    @Test
    void historyIsPaged() {
        // Given
        StockSim sim = shelf.aSim(root);
        for (String step : List.of("activate", "deactivate", "activate", "deactivate")) {
            status(post(root, path(sim, "/" + step)));
        }
        // When
        Response first = get(root, path(sim, "/statuses/history?limit=3"));
        Response second = get(
                root, path(sim, "/statuses/history?limit=3&last_evaluated_key=" + first.header("x-soracom-next-key")));
        // Then
        assertThat(first.jsonPath().getList("status")).containsExactly("inactive", "active", "inactive");
        assertThat(second.jsonPath().getList("status")).containsExactly("active", "ready");
        assertThat(second.header("x-soracom-next-key")).isNull();
    }

    @Test
    void protectionIsOnAtFirstAndRefusesTerminationUntilLifted() {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        assertError(
                post(root, path(sim, "/terminate")),
                400,
                "SEM9020",
                "Termination protection is on. Enable termination first.");
        assertThat(shown(sim)).containsEntry("status", "ready").containsEntry("terminationEnabled", false);
        for (int i = 0; i < 2; i++) {
            assertThat(post(root, path(sim, "/enable_termination")).<Boolean>path("terminationEnabled"))
                    .isTrue();
        }
        for (int i = 0; i < 2; i++) {
            assertThat(post(root, path(sim, "/disable_termination")).<Boolean>path("terminationEnabled"))
                    .isFalse();
        }
        assertError(post(root, path(sim, "/terminate")), 400, "SEM9020");
        StockSim other = shelf.anUnprotectedSim(root);
        assertThat(shown(sim)).containsEntry("terminationEnabled", false);
        assertThat(status(post(root, path(other, "/terminate")))).isEqualTo("terminated");
    }

    @Test
    void terminatedSimIsOfflineAtOnceAndForGood() {
        // Given
        StockSim sim = shelf.anUnprotectedSim(root);
        shelf.connect(operator, sim);
        assertThat(get(root, path(sim, "")).<Boolean>path("sessionStatus.online"))
                .isTrue();
        // When
        Response terminated = post(root, path(sim, "/terminate"));
        // Then
        assertThat(status(terminated)).isEqualTo("terminated");
        assertThat(terminated.<Boolean>path("sessionStatus.online")).isFalse();
        for (String action : List.of(
                "activate",
                "deactivate",
                "set_to_standby",
                "suspend",
                "enable_termination",
                "disable_termination",
                "unset_imei_lock")) {
            assertError(post(root, path(sim, "/" + action)), 400, "SEM9021", "The SIM is terminated.");
        }
        assertError(post(root, path(sim, "/set_expiry_time"), Map.of("expiryTime", 4102444800000L)), 400, "SEM9021");
        assertError(post(root, path(sim, "/update_speed_class"), Map.of("speedClass", "s1.fast")), 400, "SEM9021");
        assertThat(put(root, path(sim, "/tags"), List.of(Map.of("tagName", "name", "tagValue", "gone")))
                        .<String>path("tags.name"))
                .isEqualTo("gone");
        assertThat(get(root, "/v1/sims").jsonPath().getList("status")).containsExactly("terminated");
        assertThat(database.count(
                        "select count(*) from usage_event where tenant_id = $1 and subject = $2"
                                + " and category like '%terminat%'",
                        operator.sid(), sim.simId()))
                .isZero();
    }

    @Test
    void refusedRegistrationsWithTheRightSecretAreNoGuesses() {
        // Given
        StockSim sim = shelf.aSim(root);
        for (int i = 0; i < 25; i++) {
            assertError(shelf.register(root, sim), 400, "SEM9030");
        }
        // Then
        assertThat(shelf.register(root, shelf.stock(Coverage.GLOBAL, "plan01s")).statusCode())
                .isEqualTo(201);
    }

    @Test
    void terminatedSimIsShownUntilItsRetentionIsOver() {
        // Given
        StockSim sim = shelf.anUnprotectedSim(root);
        status(post(root, path(sim, "/terminate")));
        // Then
        clock.advance(Duration.ofDays(30).minusMinutes(1));
        Pair later = root(operator);
        assertThat(get(later, path(sim, "")).<String>path("status")).isEqualTo("terminated");
        clock.advance(Duration.ofMinutes(2));
        assertError(get(later, path(sim, "")), 404, "SEM9002");
        assertThat(get(later, "/v1/sims").jsonPath().getList("$")).isEmpty();
        assertError(put(later, path(sim, "/tags"), List.of()), 404, "SEM9002");
    }

    @ParameterizedTest
    @CsvSource({
        "JAPAN, plan-D, set_to_standby, SEM9023",
        "JAPAN, plan-K, set_to_standby, SEM9023",
        "JAPAN, plan-K2, set_to_standby, SEM9023",
        "JAPAN, plan-DU, set_to_standby, SEM9023",
        "JAPAN, plan-DU, suspend, SEM9023"
    })
    void statusesThatASubscriptionHasNotAreRefused(Coverage coverage, String subscription, String action, String code) {
        // Given
        StockSim sim = shelf.aSim(root, coverage, subscription);
        // Then
        assertError(post(root, path(sim, "/" + action)), 400, code);
        assertThat(shown(sim)).containsEntry("status", "ready");
    }

    @Test
    void repeatedActionChangesNothing() {
        // Given
        StockSim sim = shelf.aSim(root);
        Map<String, Object> active = body(post(root, path(sim, "/activate")));
        clock.advance(Duration.ofMinutes(1));
        // When
        Response again = post(root, path(sim, "/activate"));
        // Then
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(body(again)).isEqualTo(active);
        assertThat(get(root, path(sim, "/statuses/history")).jsonPath().getList("status"))
                .containsExactly("active", "ready");
    }

    @Test
    void groupsHoldSimsAndLetThemGo() {
        // Given
        StockSim sim = shelf.aSim(root);
        Response made = post(root, "/g/v1/groups", Map.of("tags", Map.of("name", "meters")));
        String groupId = made.path("groupId");
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(body(made))
                .containsOnlyKeys("groupId", "operatorId", "tags", "configuration", "createdTime", "lastModifiedTime")
                .containsEntry("operatorId", operator.id())
                .containsEntry("tags", Map.of("name", "meters"))
                .containsEntry("configuration", Map.of());
        assertThat(body(get(root, "/g/v1/groups/" + groupId))).isEqualTo(body(made));
        assertThat(get(root, "/g/v1/groups").jsonPath().getList("groupId")).containsExactly(groupId);
        assertThat(get(root, "/jp/v1/groups").jsonPath().getList("groupId")).isEmpty();
        assertError(get(root, "/jp/v1/groups/" + groupId), 404, "SEM9002");
        assertThat(post(root, path(sim, "/set_group"), Map.of("groupId", groupId))
                        .<String>path("groupId"))
                .isEqualTo(groupId);
        assertError(post(root, path(sim, "/set_group"), Map.of("groupId", "none")), 400, "SEM9036");
        assertError(post(root, path(sim, "/set_group")), 400, "SEM9001");
        assertThat(post(root, path(sim, "/unset_group")).<String>path("groupId"))
                .isNull();
        assertThat(post(root, path(sim, "/set_group"), Map.of("groupId", groupId))
                        .statusCode())
                .isEqualTo(200);
        assertThat(delete(root, "/g/v1/groups/" + groupId).statusCode()).isEqualTo(204);
        assertThat(shown(sim)).containsEntry("groupId", null);
        assertError(get(root, "/g/v1/groups/" + groupId), 404, "SEM9002");
    }

    @Test
    void tagsAreMergedAndDeletedOneByOne() {
        // Given
        StockSim sim = shelf.aSim(root);
        // When
        Response first = put(
                root,
                path(sim, "/tags"),
                List.of(Map.of("tagName", "name", "tagValue", "meter 1"), Map.of("tagName", "site", "tagValue", "x")));
        Response second = put(root, path(sim, "/tags"), List.of(Map.of("tagName", "site", "tagValue", "y")));
        // Then
        assertThat(first.<Map<String, String>>path("tags")).isEqualTo(Map.of("name", "meter 1", "site", "x"));
        assertThat(second.<Map<String, String>>path("tags")).isEqualTo(Map.of("name", "meter 1", "site", "y"));
        Response deleted = delete(root, path(sim, "/tags/site"));
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body().asString()).isEmpty();
        assertError(delete(root, path(sim, "/tags/name")), 400, "SEM9037");
        assertError(delete(root, byImsi(sim, "/tags/name")), 400, "SEM9037");
        assertThat(shown(sim)).containsEntry("tags", Map.of("name", "meter 1"));
        assertThat(put(root, path(sim, "/tags"), List.of(Map.of("tagName", "name", "tagValue", "")))
                        .<Map<String, String>>path("tags"))
                .isEqualTo(Map.of("name", ""));
        assertError(delete(root, path(sim, "/tags/none")), 404, "SEM9002");
        for (String bad :
                List.of("{}", "[{}]", "[{\"tagName\":\"x\"}]", "[1]", "[{\"tagName\":1,\"tagValue\":\"\"}]")) {
            assertError(put(root, path(sim, "/tags"), bad), 400, "SEM9001");
        }
        assertError(put(root, path(sim, "/tags"), List.of(Map.of("tagName", "", "tagValue", "x"))), 400, "SEM9037");
    }

    @Test
    void speedClassIsOneOfTheSubscriptions() {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        assertThat(post(root, path(sim, "/update_speed_class"), Map.of("speedClass", "s1.4xfast"))
                        .<String>path("speedClass"))
                .isEqualTo("s1.4xfast");
        assertError(post(root, path(sim, "/update_speed_class"), Map.of("speedClass", "s1.8xfast")), 400, "SEM9027");
        assertError(post(root, path(sim, "/update_speed_class")), 400, "SEM9001");
        assertThat(shown(sim)).containsEntry("speedClass", "s1.4xfast");
    }

    @Test
    void imeiLockTakesAnImeiOrTheConnectedDevices() {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        assertError(post(root, path(sim, "/set_imei_lock")), 400, "SEM9029");
        assertError(post(root, path(sim, "/set_imei_lock"), Map.of("imei", "x")), 400, "SEM9028");
        assertThat(post(root, path(sim, "/set_imei_lock"), Map.of("imei", SimShelf.IMEI + "|ANONYMOUS"))
                        .<String>path("imeiLock.imei"))
                .isEqualTo(SimShelf.IMEI + "|ANONYMOUS");
        assertThat(post(root, path(sim, "/unset_imei_lock")).<Object>path("imeiLock"))
                .isNull();
        shelf.connect(operator, sim);
        assertThat(post(root, path(sim, "/set_imei_lock")).<String>path("imeiLock.imei"))
                .isEqualTo(SimShelf.IMEI);
    }

    @Test
    void sessionIsCutAndItsEventsAreListed() {
        // Given
        StockSim sim = shelf.aSim(root);
        assertError(post(root, path(sim, "/delete_session")), 400, "SEM0016", "The specified subscriber is offline");
        shelf.connect(operator, sim);
        // When
        Response cut = post(root, path(sim, "/delete_session"));
        // Then
        assertThat(status(cut)).isEqualTo("active");
        assertThat(cut.<Boolean>path("sessionStatus.online")).isFalse();
        Response events = get(root, path(sim, "/events/sessions"));
        assertThat(events.jsonPath().getList("event")).containsExactly("Deleted", "Created");
        assertThat(Instant.parse(events.jsonPath().getString("[1].createdTime")).toEpochMilli())
                .isEqualTo(events.jsonPath().getLong("[1].time"));
        assertThat(events.jsonPath().<String, Object>getMap("[1]"))
                .containsEntry("imsi", sim.imsi())
                .containsEntry("imei", SimShelf.IMEI)
                .containsEntry("simId", sim.simId())
                .containsEntry("operatorId", operator.id())
                .containsEntry("ueIpAddress", "10.128.0.1");
        assertThat(get(root, path(sim, "/events/sessions?limit=1&from=1&to=4102444800000"))
                        .jsonPath()
                        .getList("event"))
                .containsExactly("Deleted");
    }

    @Test
    void subscriptionsAreAddedAndVirtualOnesTerminated() {
        // Given
        StockSim sim = shelf.aSim(root);
        String profile = path(sim, "/profiles/" + sim.iccid());
        // When
        Response added = post(root, profile + "/add_subscription", Map.of("subscription", "planX3", "enable", true));
        Response arc = post(root, profile + "/add_subscription", Map.of("subscription", "planArc01"));
        // Then
        assertThat(added.statusCode()).isEqualTo(200);
        assertThat(body(added)).containsEntry("iccid", sim.iccid()).containsEntry("primaryImsi", sim.imsi());
        assertThat(added.jsonPath().<String, Object>getMap("subscribers")).hasSize(2);
        Map<String, Map<String, Object>> all = arc.path("subscribers");
        String virtual = all.values().stream()
                .filter(one -> one.get("subscription").equals("planArc01"))
                .map(one -> (String) one.get("imsi"))
                .findFirst()
                .orElseThrow();
        assertError(post(root, profile + "/subscribers/" + virtual + "/terminate"), 400, "SEM9020");
        assertThat(get(root, "/v1/subscribers/" + virtual).<String>path("status"))
                .isEqualTo("active");
        post(root, path(sim, "/enable_termination"));
        Response ended = post(root, profile + "/subscribers/" + virtual + "/terminate");
        assertThat(ended.statusCode()).isEqualTo(204);
        assertThat(get(root, "/v1/subscribers/" + virtual).<String>path("status"))
                .isEqualTo("terminated");
        assertError(post(root, profile + "/subscribers/" + sim.imsi() + "/terminate"), 400, "SEM9033");
        assertError(post(root, profile + "/add_subscription", Map.of("subscription", "plan-US-x")), 400, "SEM9031");
        assertError(post(root, profile + "/add_subscription", Map.of("subscription", "plan01s")), 400, "SEM9032");
        assertError(post(root, profile + "/add_subscription"), 400, "SEM9001");
        assertError(
                post(root, path(sim, "/profiles/1/add_subscription"), Map.of("subscription", "planX3")),
                404,
                "SEM9002");
    }

    @ParameterizedTest
    @CsvSource({
        "plan01s, planP1 planX1 planX3",
        "plan-US, planP1 planX1 planX3",
        "plan01s-low_data_volume, ''",
        "planX3, ''"
    })
    void containersAreAddedToTwoSubscriptions(String primary, String addable) {
        // Given
        StockSim sim = shelf.aSim(root, Coverage.GLOBAL, primary);
        String add = path(sim, "/profiles/" + sim.iccid() + "/add_subscription");
        // When
        List<String> added = Stream.of(
                        "planP1",
                        "planX1",
                        "planX2",
                        "planX3",
                        "planX3-EU",
                        "planXM1",
                        "plan-NA1",
                        "plan-US",
                        "plan-US-max",
                        "plan-US-NA")
                .filter(one -> {
                    Response answer = post(root, add, Map.of("subscription", one));
                    assertThat(answer.statusCode()).as(one).isIn(200, 400);
                    return answer.statusCode() == 200;
                })
                .toList();
        // Then
        assertThat(String.join(" ", added)).isEqualTo(addable);
    }

    @Test
    void terminatedSimIsTerminatedAgainWithoutEffect() {
        // Given
        StockSim sim = shelf.anUnprotectedSim(root);
        Map<String, Object> terminated = body(post(root, path(sim, "/terminate")));
        long written = database.count("select count(*) from outbox_event where tenant_id = $1", operator.sid());
        // When
        Response again = post(root, path(sim, "/terminate"));
        Response twin = post(root, byImsi(sim, "/terminate"));
        // Then
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(body(again)).isEqualTo(terminated).containsEntry("status", "terminated");
        assertThat(twin.statusCode()).isEqualTo(200);
        assertThat(twin.<String>path("status")).isEqualTo("terminated");
        assertThat(get(root, path(sim, "/statuses/history")).jsonPath().getList("status"))
                .containsExactly("terminated", "ready");
        assertThat(database.count("select count(*) from outbox_event where tenant_id = $1", operator.sid()))
                .isEqualTo(written);
    }

    @Test
    void terminatedSimIsPutIntoAGroupAndOutOfIt() {
        // Given
        String groupId = post(root, "/v1/groups", Map.of()).path("groupId");
        StockSim sim = shelf.anUnprotectedSim(root);
        post(root, path(sim, "/terminate"));
        // When
        Response grouped = post(root, byImsi(sim, "/set_group"), Map.of("groupId", groupId));
        // Then
        assertThat(grouped.statusCode()).isEqualTo(200);
        assertThat(grouped.<String>path("groupId")).isEqualTo(groupId);
        assertThat(get(root, "/v1/groups/" + groupId + "/subscribers")
                        .jsonPath()
                        .getList("simId"))
                .containsExactly(sim.simId());
        assertThat(post(root, path(sim, "/unset_group")).statusCode()).isEqualTo(200);
        assertThat(shown(sim)).containsEntry("groupId", null).containsEntry("status", "terminated");
        assertError(post(root, path(sim, "/set_group"), Map.of("groupId", "none")), 400, "SEM9036");
    }

    /** Nothing is null but what the vendor's own answers have so. */
    @Test
    void whatIsUnknownIsLeftOut() {
        // Given
        StockSim sim = shelf.anUnprotectedSim(root);
        StockSim quiet = shelf.aSim(root);
        shelf.connect(operator, sim);
        Set<String> nulls = new TreeSet<>();
        List<Response> answers = List.of(
                get(root, path(sim, "")),
                get(root, byImsi(sim, "")),
                get(root, path(sim, "/events/sessions")),
                get(root, path(quiet, "")),
                get(root, byImsi(quiet, "")),
                get(root, "/v1/sims"),
                get(root, "/v1/subscribers"),
                get(root, "/v1/query/sims"),
                get(root, "/v1/query/subscribers"),
                get(root, path(sim, "/statuses/history")),
                post(root, "/v1/sims", Map.of("type", "virtual", "subscription", "planArc01")),
                post(root, path(sim, "/delete_session")),
                post(root, path(sim, "/terminate")),
                post(root, byImsi(sim, "/terminate")),
                get(root, path(sim, "/events/sessions")));
        // When
        answers.forEach(answer -> {
            assertThat(answer.statusCode()).isIn(200, 201);
            collectNulls("", answer.jsonPath().get("$"), nulls);
            assertThat(answer.asString())
                    .doesNotContain("vpgId", "arcSessionStatus", "locationRegistrationStatus", "bundles");
        });
        // Then
        assertThat(nulls)
                .containsExactlyInAnyOrder(
                        "expiryAction",
                        "expiryTime",
                        "expiredAt",
                        "groupId",
                        "lastPortMappingCreatedTime",
                        "sessionStatus.ueIpAddress");
    }

    private static void collectNulls(String path, @Nullable Object value, Set<String> nulls) {
        if (value == null) {
            nulls.add(path);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, one) -> collectNulls(path.isEmpty() ? "" + name : path + "." + name, one, nulls));
        } else if (value instanceof List<?> list) {
            list.forEach(one -> collectNulls(path, one, nulls));
        }
    }

    @Test
    void nothingIsInTestMode() {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        assertError(get(root, path(sim, "/testing/usage")), 404, "SEM9039", "The SIM is not in test mode.");
        assertError(get(root, "/v1/sims/1/testing/usage"), 404, "SEM9002");
    }

    @Test
    void countsLeaveTerminatedSimsOut() {
        // Given
        shelf.aSim(root);
        status(post(root, path(shelf.aSim(root), "/activate")));
        status(post(root, path(shelf.aSim(root), "/suspend")));
        status(post(root, path(shelf.anUnprotectedSim(root), "/terminate")));
        shelf.aSim(root, Coverage.JAPAN, "plan-D");
        // When
        Response summary = get(root, "/g/v1/resource_summaries/simsPerStatus");
        // Then
        assertThat(body(summary))
                .containsEntry("resourceSummaryType", "simsPerStatus")
                .containsEntry("readySims", 1)
                .containsEntry("activeSims", 1)
                .containsEntry("inactiveSims", 0)
                .containsEntry("standbySims", 0)
                .containsEntry("suspendedSims", 1)
                .doesNotContainKey("terminatedSims");
        assertThat(summary.jsonPath().<Integer>getList("resourceSummaryItems[0].values.value"))
                .containsExactly(1, 1, 0, 0, 1);
        assertThat(get(root, "/jp/v1/resource_summaries/simsPerStatus").<Integer>path("readySims"))
                .isEqualTo(1);
        assertError(get(root, "/v1/resource_summaries/other"), 404, "SEM9002");
    }

    @Test
    void otherCoveragesSimsAndOtherOperatorsAreNotFound() {
        // Given
        StockSim sim = shelf.aSim(root);
        StockSim japans = shelf.aSim(root, Coverage.JAPAN, "plan-D");
        Pair other = root(operators.operator());
        // Then
        assertError(get(root, "/jp/v1/sims/" + sim.simId()), 404, "SEM9002");
        assertError(get(root, "/g/v1/sims/" + japans.simId()), 404, "SEM9002");
        assertError(get(other, path(sim, "")), 404, "SEM9002");
        assertError(post(root, "/jp/v1/sims/" + sim.simId() + "/activate"), 404, "SEM9002");
        assertError(post(other, path(sim, "/activate")), 404, "SEM9002");
        assertThat(get(root, "/g/v1/sims").jsonPath().getList("simId")).containsExactly(sim.simId());
        assertThat(get(root, "/jp/v1/sims").jsonPath().getList("simId")).containsExactly(japans.simId());
        assertThat(get(other, "/g/v1/sims").jsonPath().getList("simId")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "api.soracom.io, jp",
        "API.soracom.io:8080, jp",
        "api-sandbox.soracom.io, jp",
        "g.api.soracom.io, g",
        "g.api-sandbox.soracom.io, g",
        "localhost, g"
    })
    void hostTellsTheCoverage(String host, String coverage) {
        // Given
        StockSim sim = shelf.aSim(root);
        StockSim japans = shelf.aSim(root, Coverage.JAPAN, "plan-D");
        // When
        Response listed = as(root).header("Host", host).get("/v1/sims");
        // Then
        assertThat(listed.jsonPath().getList("simId"))
                .containsExactly(coverage.equals("g") ? sim.simId() : japans.simId());
    }

    @Test
    void idempotencyKeyGivesTheFirstAnswerAgain() {
        // Given
        StockSim sim = shelf.stock(Coverage.GLOBAL, "plan01s");
        Map<String, String> secret = Map.of("registrationSecret", sim.registrationSecret());
        // When
        Response first = as(root).header("Idempotency-Key", "k1").body(secret).post(path(sim, "/register"));
        Response second = as(root).header("Idempotency-Key", "k1").body(secret).post(path(sim, "/register"));
        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body().asString()).isEqualTo(first.body().asString());
        assertError(as(root).header("Idempotency-Key", "k1").post(path(sim, "/activate")), 422, "SEM9009");
    }

    @Test
    void refusalsSpeakJapanese() {
        // Given
        StockSim sim = shelf.aSim(root);
        // When
        Response refused = given().header("X-Soracom-Lang", "ja")
                .header("X-Soracom-API-Key", root.apiKey())
                .header("X-Soracom-Token", root.token())
                .noContentType()
                .post(path(sim, "/terminate"));
        // Then
        assertError(refused, 400, "SEM9020", "解約プロテクションが有効です。先に解約プロテクションを解除してください。");
    }

    @Test
    void billsAreEmptyAndNothingIsDue() {
        assertThat(body(get(root, "/v1/bills"))).isEqualTo(Map.of("billList", List.of()));
        assertError(get(root, "/v1/bills/202610"), 404, "SEM9002");
        assertThat(body(get(root, "/v1/bills/202610/daily"))).isEqualTo(Map.of("billList", List.of()));
        assertThat(body(get(root, "/g/v1/bills/latest")))
                .containsEntry("amount", 0.0f)
                .containsEntry("currency", "USD")
                .hasEntrySatisfying(
                        "lastEvaluatedTime", at -> assertThat((String) at).matches("[0-9]{14}"));
        assertThat(get(root, "/jp/v1/bills/latest").<String>path("currency")).isEqualTo("JPY");
        assertThat(get(root, "/v1/bills/summaries/bill_items").jsonPath().getList("$"))
                .isEmpty();
        assertThat(get(root, "/v1/bills/summaries/sims").jsonPath().getList("$"))
                .isEmpty();
        assertError(post(root, "/v1/bills/latest/export?export_mode=sync"), 404, "SEM9002");
        assertError(post(root, "/v1/bills/202610/export"), 404, "SEM9002");
    }

    @Test
    void statsAskForARangeAndAPeriod() {
        // Given
        StockSim sim = shelf.anUnprotectedSim(root);
        String stats = "/v1/stats/air/sims/" + sim.simId();
        String byImsi = "/v1/stats/air/subscribers/" + sim.imsi();
        // Then
        assertThat(get(root, stats + "?from=1&to=2&period=day").jsonPath().getList("$"))
                .isEmpty();
        assertThat(get(root, byImsi + "?from=1&to=2&period=minutes").jsonPath().getList("$"))
                .isEmpty();
        for (String query :
                List.of("", "?from=1&to=2", "?from=1&period=day", "?to=1&period=day", "?from=1&to=2&period=x")) {
            assertError(get(root, stats + query), 400, "SEM9001");
        }
        assertError(get(root, "/jp" + stats + "?from=1&to=2&period=day"), 404, "SEM9002");
        status(post(root, path(sim, "/terminate")));
        assertError(get(root, stats + "?from=1&to=2&period=day"), 404, "SEM9002");
        assertError(get(root, byImsi + "?from=1&to=2&period=day"), 404, "SEM9002");
    }
}
