package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SimShelf.path;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class SoracomQueryTest {
    @Inject
    Operators operators;

    @Inject
    SimShelf shelf;

    private Operator operator;
    private Pair root;
    private StockSim pump;
    private StockSim meter;
    private String groupId;

    @BeforeEach
    void makeSims() {
        operator = operators.operator();
        root = root(operator);
        pump = shelf.aSim(root);
        meter = shelf.aSim(root, Coverage.GLOBAL, "planX3");
        tag(pump, "name", "Pump A");
        tag(pump, "site", "North-East");
        tag(meter, "name", "Meter_1");
        groupId = post(root, "/v1/groups", Map.of("tags", Map.of("name", "Fields")))
                .path("groupId");
        post(root, path(meter, "/set_group"), Map.of("groupId", groupId));
        post(root, path(meter, "/activate"));
    }

    private void tag(StockSim sim, String name, String value) {
        assertThat(put(root, path(sim, "/tags"), List.of(Map.of("tagName", name, "tagValue", value)))
                        .statusCode())
                .isEqualTo(200);
    }

    private List<String> found(String query) {
        Response response = get(root, "/v1/query/sims?" + query);
        assertThat(response.statusCode()).as(query).isEqualTo(200);
        return response.jsonPath().getList("simId");
    }

    @Test
    void everyFieldFindsByAPartInEitherCase() {
        assertThat(found("name=ump%20a")).containsExactly(pump.simId());
        assertThat(found("tag=north")).containsExactly(pump.simId());
        assertThat(found("group=FIELD")).containsExactly(meter.simId());
        assertThat(found("group_id=" + groupId)).containsExactly(meter.simId());
        assertThat(found("sim_id=" + pump.simId().substring(2))).containsExactly(pump.simId());
        assertThat(found("imsi=" + pump.imsi())).containsExactly(pump.simId());
        assertThat(found("msisdn=" + meter.msisdn().substring(1))).containsExactly(meter.simId());
        assertThat(found("iccid=" + meter.iccid())).containsExactly(meter.simId());
        assertThat(found("serial_number=" + pump.serialNumber().toLowerCase(Locale.ROOT)))
                .containsExactly(pump.simId());
        assertThat(found("status=READY")).containsExactly(pump.simId());
        assertThat(found("status=ready&status=active")).containsExactly(meter.simId(), pump.simId());
        assertThat(found("module_type=nan")).containsExactly(meter.simId(), pump.simId());
        assertThat(found("bundles=X3")).isEmpty();
    }

    @Test
    void wildcardsAreLetters() {
        assertThat(found("name=r_1")).containsExactly(meter.simId());
        assertThat(found("name=p_A")).isEmpty();
        assertThat(found("name=%25%25")).isEmpty();
    }

    @Test
    void valuesAreAlternativesAndFieldsMustAllMatch() {
        assertThat(found("name=pump,meter")).containsExactly(meter.simId(), pump.simId());
        assertThat(found("name=pump&name=meter")).containsExactly(meter.simId(), pump.simId());
        assertThat(found("name=pump&group=fields")).isEmpty();
        for (String or : List.of("or", "OR", "Or")) {
            assertThat(found("name=pump&group=fields&search_type=" + or)).containsExactly(meter.simId(), pump.simId());
        }
        assertThat(found("name=pump&group=fields&search_type=AND")).isEmpty();
    }

    @Test
    void subscriptionIsExact() {
        assertThat(found("subscription=planX3")).containsExactly(meter.simId());
        assertThat(found("subscription=planX")).isEmpty();
        assertThat(found("subscription=planX3&subscription=plan01s&search_type=or"))
                .containsExactly(meter.simId(), pump.simId());
    }

    @Test
    void sessionStatusRestricts() {
        // Given
        shelf.connect(operator, pump);
        // Then
        assertThat(found("session_status=ONLINE")).containsExactly(pump.simId());
        assertThat(found("session_status=OFFLINE")).containsExactly(meter.simId());
        assertThat(found("session_status=NA")).containsExactly(meter.simId(), pump.simId());
        assertThat(found("limit=10")).containsExactly(meter.simId(), pump.simId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=a",
                "name=ab,c",
                "imsi=1",
                "tag=%E6%9D%B1",
                "name=ab&serial_number=x",
                "name=ab,",
                "name=",
                "tag",
                "name=ab&imsi=",
                "subscription="
            })
    void termsHaveTwoCharactersAtLeast(String query) {
        assertError(get(root, "/v1/query/sims?" + query), 400, "SEM9038");
        assertError(get(root, "/v1/query/subscribers?" + query), 400, "SEM9038");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"search_type=xor", "session_status=MAYBE", "limit=0", "limit=x", "name=%ff%ff", "name=%00%00"})
    void nonsenseIsABadRequest(String query) {
        assertError(get(root, "/v1/query/sims?" + query), 400, "SEM9001");
        assertError(get(root, "/v1/query/sims?last_evaluated_key=1"), 400, "SEM9007");
    }

    @Test
    void keysAreIdsOfTheLastRow() {
        // When
        Response sims = get(root, "/v1/query/sims?limit=1&status=ready,active");
        Response subscribers = get(root, "/v1/query/subscribers?limit=1");
        // Then
        assertThat(sims.header("x-soracom-next-key")).isEqualTo(meter.simId());
        assertThat(sims.header("link"))
                .isEqualTo("</v1/query/sims?limit=1&status=ready%2Cactive&last_evaluated_key=" + meter.simId()
                        + ">; rel=next");
        assertThat(found("limit=1&last_evaluated_key=" + meter.simId())).containsExactly(pump.simId());
        assertThat(subscribers.header("x-soracom-next-key")).isEqualTo(meter.imsi());
        Response last = get(root, "/v1/query/subscribers?limit=1&last_evaluated_key=" + meter.imsi());
        assertThat(last.jsonPath().getList("imsi")).containsExactly(pump.imsi());
        assertThat(last.header("x-soracom-next-key")).isNull();
        assertThat(last.header("link")).isNull();
    }

    @Test
    void subscribersAreFoundTheSameWay() {
        // When
        Response response = get(root, "/v1/query/subscribers?name=pump");
        // Then
        assertThat(response.jsonPath().getList("imsi")).containsExactly(pump.imsi());
        assertThat(response.jsonPath().<String, Object>getMap("[0]")).containsKeys("createdAt", "expiredAt", "plan");
    }

    @Test
    void onlyTheCallersAndItsCoveragesAreFound() {
        // Given
        Pair other = root(operators.operator());
        // Then
        assertThat(get(root, "/jp/v1/query/sims?name=pump").jsonPath().getList("$"))
                .isEmpty();
        assertThat(get(other, "/v1/query/sims?imsi=" + pump.imsi()).jsonPath().getList("$"))
                .isEmpty();
    }
}
