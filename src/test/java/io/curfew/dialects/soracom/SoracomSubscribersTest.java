package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SimShelf.byImsi;
import static io.curfew.dialects.soracom.SimShelf.path;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.delete;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.put;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.sims.Coverage;
import io.curfew.sims.StockSim;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class SoracomSubscribersTest {
    @Inject
    Operators operators;

    @Inject
    SimShelf shelf;

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

    private List<String> listed(String query) {
        Response response = get(root, "/v1/subscribers?" + query);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.jsonPath().getList("imsi");
    }

    @Test
    void subscriberHasEveryFieldUnderBothNames() {
        // Given
        StockSim sim = shelf.stock(Coverage.GLOBAL, "plan01s");
        // When
        Response response = post(
                root,
                byImsi(sim, "/register"),
                Map.of("registrationSecret", sim.registrationSecret(), "tags", Map.of("name", "meter")));
        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        long created = response.jsonPath().getLong("createdTime");
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("imsi", sim.imsi());
        expected.put("iccid", sim.iccid());
        expected.put("msisdn", sim.msisdn());
        expected.put("simId", sim.simId());
        expected.put("operatorId", operator.id());
        expected.put("subscription", "plan01s");
        expected.put("apn", "soracom.io");
        expected.put("type", "s1.standard");
        expected.put("speedClass", "s1.standard");
        expected.put("moduleType", "nano");
        expected.put("plan", 1);
        expected.put("status", "ready");
        expected.put("terminationEnabled", false);
        expected.put("expiryTime", null);
        expected.put("expiredAt", null);
        expected.put("expiryAction", null);
        expected.put("groupId", null);
        expected.put("serialNumber", sim.serialNumber());
        expected.put("tags", Map.of("name", "meter"));
        expected.put("createdAt", created);
        expected.put("createdTime", created);
        expected.put("lastModifiedAt", created);
        expected.put("lastModifiedTime", created);
        expected.put("registeredTime", created);
        expected.put("renewalFeeStatusSetTime", created);
        expected.put("lastPortMappingCreatedTime", null);
        assertThat(body(response)).isEqualTo(expected);
        assertThat(body(get(root, byImsi(sim, "")))).isEqualTo(expected);
        assertThat(get(root, "/v1/subscribers").jsonPath().<Map<String, Object>>getList("$"))
                .containsExactly(expected);
    }

    @Test
    void twinsActOnTheSim() {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        for (String[] step : new String[][] {
            {"activate", "active"},
            {"deactivate", "inactive"},
            {"set_to_standby", "standby"},
            {"suspend", "suspended"}
        }) {
            assertThat(post(root, byImsi(sim, "/" + step[0])).<String>path("status"))
                    .isEqualTo(step[1]);
            assertThat(get(root, path(sim, "")).<String>path("status")).isEqualTo(step[1]);
        }
        assertError(post(root, byImsi(sim, "/terminate")), 400, "SEM9020");
        assertThat(post(root, byImsi(sim, "/enable_termination")).<Boolean>path("terminationEnabled"))
                .isTrue();
        assertThat(post(root, byImsi(sim, "/disable_termination")).<Boolean>path("terminationEnabled"))
                .isFalse();
        assertThat(post(root, byImsi(sim, "/update_speed_class"), Map.of("speedClass", "s1.fast"))
                        .<String>path("type"))
                .isEqualTo("s1.fast");
        String groupId = post(root, "/v1/groups", Map.of()).path("groupId");
        assertThat(post(root, byImsi(sim, "/set_group"), Map.of("groupId", groupId))
                        .<String>path("groupId"))
                .isEqualTo(groupId);
        assertThat(post(root, byImsi(sim, "/unset_group")).<Object>path("groupId"))
                .isNull();
        assertThat(post(root, byImsi(sim, "/set_imei_lock"), Map.of("imei", SimShelf.IMEI))
                        .<String>path("imeiLock.imei"))
                .isEqualTo(SimShelf.IMEI);
        assertThat(post(root, byImsi(sim, "/unset_imei_lock")).<Object>path("imeiLock"))
                .isNull();
        assertThat(put(root, byImsi(sim, "/tags"), List.of(Map.of("tagName", "a", "tagValue", "b")))
                        .<Map<String, String>>path("tags"))
                .isEqualTo(Map.of("name", "", "a", "b"));
        assertThat(delete(root, byImsi(sim, "/tags/a")).statusCode()).isEqualTo(204);
        assertThat(post(root, byImsi(sim, "/enable_termination")).statusCode()).isEqualTo(200);
        assertThat(post(root, byImsi(sim, "/terminate")).<String>path("status")).isEqualTo("terminated");
        assertError(post(root, byImsi(sim, "/activate")), 400, "SEM9021");
    }

    @Test
    void sessionShowsItsAddressUntilItIsCut() {
        // Given
        StockSim sim = shelf.aSim(root);
        shelf.connect(operator, sim);
        // Then
        assertThat(get(root, byImsi(sim, "")).<String>path("ipAddress")).isEqualTo("10.128.0.1");
        assertThat(post(root, byImsi(sim, "/delete_session")).<Object>path("ipAddress"))
                .isNull();
        assertError(post(root, byImsi(sim, "/delete_session")), 400, "SEM0016");
        assertThat(get(root, byImsi(sim, "/events/sessions")).jsonPath().getList("event"))
                .containsExactly("Deleted", "Created");
    }

    @Test
    void bundlesAreSetWhereTheSubscriptionTakesThem() {
        // Given
        StockSim with = shelf.aSim(root, Coverage.JAPAN, "plan-D");
        StockSim without = shelf.aSim(root);
        // Then
        assertThat(put(root, byImsi(with, "/bundles"), List.of("D-300MB")).<List<String>>path("bundles"))
                .containsExactly("D-300MB");
        assertThat(body(put(root, byImsi(with, "/bundles"), List.of()))).doesNotContainKey("bundles");
        assertError(put(root, byImsi(without, "/bundles"), List.of("D-300MB")), 400, "SEM9035");
        assertError(put(root, byImsi(with, "/bundles"), "{}"), 400, "SEM9001");
        assertError(put(root, byImsi(with, "/bundles"), "[1]"), 400, "SEM9001");
    }

    @Test
    void secondarySubscriptionIsReadAndNotChanged() {
        // Given
        StockSim sim = shelf.aSim(root);
        Response profile = post(
                root, path(sim, "/profiles/" + sim.iccid() + "/add_subscription"), Map.of("subscription", "planX3"));
        String secondary = profile.<Map<String, Object>>path("subscribers").keySet().stream()
                .filter(imsi -> !imsi.equals(sim.imsi()))
                .findFirst()
                .orElseThrow();
        // Then
        assertThat(body(get(root, "/v1/subscribers/" + secondary)))
                .containsEntry("simId", sim.simId())
                .containsEntry("subscription", "planX3")
                .containsEntry("status", "shipped")
                .containsEntry("moduleType", null);
        assertError(post(root, "/v1/subscribers/" + secondary + "/activate"), 400, "SEM9034");
        assertThat(listed("limit=10")).containsExactly(sim.imsi());
    }

    @Test
    void filtersTakeSeveralValues() {
        // Given
        StockSim ready = shelf.aSim(root);
        StockSim active = shelf.aSim(root);
        StockSim standby = shelf.aSim(root);
        StockSim gone = shelf.anUnprotectedSim(root);
        post(root, byImsi(active, "/activate"));
        post(root, byImsi(active, "/update_speed_class"), Map.of("speedClass", "s1.fast"));
        post(root, byImsi(standby, "/set_to_standby"));
        post(root, byImsi(gone, "/terminate"));
        // Then
        assertThat(listed("status_filter=active%7Cstandby")).containsExactly(standby.imsi(), active.imsi());
        assertThat(listed("status_filter=ready")).containsExactly(ready.imsi());
        assertThat(listed("status_filter=terminated%7Cinstock")).containsExactly(gone.imsi());
        assertThat(listed("status_filter=instock%7Cshipped")).isEmpty();
        assertThat(listed("speed_class_filter=s1.fast%7Cs1.slow")).containsExactly(active.imsi());
        assertThat(listed(
                        "serial_number_filter=" + ready.serialNumber().substring(0, 12) + "%7C" + gone.serialNumber()))
                .containsExactly(gone.imsi(), ready.imsi());
        assertThat(listed("status_filter=active&speed_class_filter=s1.standard"))
                .isEmpty();
        assertThat(listed("type_filter=s1.fast")).containsExactly(active.imsi());
        assertThat(listed("type_filter=s1.fast&speed_class_filter=s1.fast%7Cs1.slow"))
                .containsExactly(active.imsi());
        assertThat(listed("type_filter=s1.fast&speed_class_filter=s1.slow")).isEmpty();
    }

    /** A filter that is not served would make a script act on everything. */
    @ParameterizedTest
    @CsvSource({
        "/v1/subscribers, imsi_filter=1",
        "/v1/subscribers, module_type_filter=nano",
        "/v1/subscribers, status_filter=%7C",
        "/v1/subscribers, serial_number_filter=%0A",
        "/v1/subscribers, speed_class_filter=%7C%7C",
        "/v1/sims, status_filter=active",
        "/v1/query/sims, status_filter=active",
        "/v1/query/subscribers, speed_class_filter=s1.fast",
        "/v1/groups, tag_filter=a",
        "/v1/groups, tag_name=a",
        "/v1/groups, tag_value=a",
        "/v1/groups, tag_name=a&tag_value=b&tag_value_match_mode=suffix",
        "/v1/subscribers, status_filter=",
        "/v1/subscribers, status_filter",
        "/v1/subscribers, status_filter=active&status_filter=",
        "/v1/subscribers, speed%5Fclass_filter=",
        "/v1/subscribers, bogus_filter=",
        "/v1/subscribers, tag_name=&tag_value=",
        "/v1/subscribers, tag_name=a&tag_value=",
        "/v1/subscribers, tag_name=a&tag_value=b&tag_value=",
        "/v1/sims, bogus_filter=",
        "/v1/groups, tag_filter",
        "/v1/groups, tag_name=&tag_value="
    })
    void filtersThatAreNotServedAreRefused(String list, String query) {
        assertError(get(root, list + "?" + query), 400, "SEM9001");
    }

    @Test
    void groupsAreFilteredByTag() {
        // Given
        Map<String, String> made = new LinkedHashMap<>();
        for (String name : List.of("meters", "meters of Kyoto", "pumps")) {
            made.put(
                    name,
                    post(root, "/v1/groups", Map.of("tags", Map.of("name", name)))
                            .path("groupId"));
        }
        // Then
        assertThat(get(root, "/v1/groups?tag_name=name&tag_value=meters")
                        .jsonPath()
                        .getList("groupId"))
                .containsExactly(made.get("meters"));
        assertThat(get(root, "/v1/groups?tag_name=name&tag_value=meters&tag_value_match_mode=prefix")
                        .jsonPath()
                        .getList("groupId"))
                .containsExactlyInAnyOrder(made.get("meters"), made.get("meters of Kyoto"));
        assertThat(get(root, "/v1/groups?tag_name=site&tag_value=meters")
                        .jsonPath()
                        .getList("$"))
                .isEmpty();
    }

    @Test
    void tagsFilterExactlyOrByTheirBeginning() {
        // Given
        StockSim one = shelf.aSim(root);
        StockSim two = shelf.aSim(root);
        put(root, byImsi(one, "/tags"), List.of(Map.of("tagName", "場所", "tagValue", "東京都")));
        put(root, byImsi(two, "/tags"), List.of(Map.of("tagName", "場所", "tagValue", "東京")));
        String named = "tag_name=%E5%A0%B4%E6%89%80&tag_value=%E6%9D%B1%E4%BA%AC";
        // Then
        assertThat(listed(named)).containsExactly(two.imsi());
        assertThat(listed(named + "&tag_value_match_mode=exact")).containsExactly(two.imsi());
        assertThat(listed(named + "&tag_value_match_mode=prefix")).containsExactly(two.imsi(), one.imsi());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tag_name=a",
                "tag_value=a",
                "tag_name=a&tag_value=b&tag_value_match_mode=suffix",
                "limit=0",
                "limit=-1",
                "limit=ten",
                "last_evaluated_key=1"
            })
    void nonsenseIsABadRequest(String query) {
        assertThat(get(root, "/v1/subscribers?" + query).statusCode()).isEqualTo(400);
        assertError(get(root, "/v1/subscribers?status_filter=asleep"), 400, "SEM9013");
    }

    @Test
    void olderClientsParametersAreTolerated() {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        assertThat(listed("operatorId=" + operator.id() + "&limit=1024")).containsExactly(sim.imsi());
        assertThat(listed("operatorId=&limit=&last_evaluated_key=&tag_value_match_mode=&=x&&"))
                .containsExactly(sim.imsi());
    }

    @Test
    void otherCoveragesAndOtherOperatorsAreNotFound() {
        // Given
        StockSim sim = shelf.aSim(root);
        Pair other = root(operators.operator());
        // Then
        assertError(get(root, "/jp/v1/subscribers/" + sim.imsi()), 404, "SEM9002");
        assertError(post(root, "/jp/v1/subscribers/" + sim.imsi() + "/suspend"), 404, "SEM9002");
        assertError(get(other, byImsi(sim, "")), 404, "SEM9002");
        assertError(post(other, byImsi(sim, "/suspend")), 404, "SEM9002");
        assertThat(get(root, path(sim, "")).<String>path("status")).isEqualTo("ready");
    }
}
