package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SimShelf.byImsi;
import static io.curfew.dialects.soracom.SimShelf.path;
import static io.curfew.dialects.soracom.SoracomHttp.anonymous;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.login;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.put;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static io.curfew.dialects.soracom.SoracomHttp.under;
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
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients of languages without nulls or integers write what they do not send, and numbers. */
@CurfewTest
class SoracomFormsTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null"})
    void whatIsEmptyOrNullIsAbsent(String absent) {
        // Given
        StockSim byId = shelf.stock(Coverage.GLOBAL, "plan01s");
        StockSim twin = shelf.stock(Coverage.GLOBAL, "plan01s");
        String register = "{\"registrationSecret\":\"%s\",\"groupId\":%s,\"tags\":%s}";
        // When
        Response registered =
                post(root, path(byId, "/register"), register.formatted(byId.registrationSecret(), absent, absent));
        Response registeredTwin = post(
                root,
                byImsi(twin, "/register"),
                register.formatted(twin.registrationSecret(), absent, "{\"site\":null,\"floor\":\"\"}"));
        // Then
        assertThat(registered.statusCode()).as(registered.asString()).isEqualTo(201);
        assertThat(registered.<Map<String, String>>path("tags")).isEqualTo(Map.of("name", ""));
        assertThat(registered.jsonPath().<String, Object>getMap("$")).containsEntry("groupId", null);
        assertThat(registeredTwin.statusCode()).as(registeredTwin.asString()).isEqualTo(201);
        assertThat(registeredTwin.<Map<String, String>>path("tags")).isEqualTo(Map.of("name", "", "floor", ""));
        // When: what is not needed is absent
        shelf.connect(operator, byId);
        Response locked = post(root, path(byId, "/set_imei_lock"), "{\"imei\":" + absent + "}");
        Response expiring = post(
                root, path(byId, "/set_expiry_time"), "{\"expiryTime\":4102444800000,\"expiryAction\":" + absent + "}");
        Response group = post(root, "/v1/groups", "{\"tags\":" + absent + "}");
        Response user = post(root, under(operator, "/users/meter"), "{\"description\":" + absent + "}");
        Response renewed = post(root, under(operator, "/token"), "{\"tokenTimeoutSeconds\":" + absent + "}");
        Response stocked = post(root, "/v1/sandbox/subscribers/create", "{\"subscription\":" + absent + "}");
        // Then
        assertThat(locked.<String>path("imeiLock.imei")).isEqualTo(SimShelf.IMEI);
        assertThat(expiring.jsonPath().<String, Object>getMap("$")).containsEntry("expiryAction", null);
        assertThat(group.statusCode()).isEqualTo(201);
        assertThat(user.statusCode()).isEqualTo(201);
        assertThat(renewed.statusCode()).isEqualTo(200);
        assertThat(stocked.<String>path("subscription")).isEqualTo("plan01s");
        // Then: what is needed is missing
        for (String body : List.of("{\"groupId\":" + absent + "}", "{}")) {
            assertError(post(root, path(byId, "/set_group"), body), 400, "SEM9001");
        }
        assertError(post(root, path(byId, "/set_expiry_time"), "{\"expiryTime\":" + absent + "}"), 400, "SEM9001");
        assertError(post(root, path(byId, "/update_speed_class"), "{\"speedClass\":" + absent + "}"), 400, "SEM9001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null"})
    void loginsAreOfTheCredentialsThatAreThere(String absent) {
        // When
        Response response = anonymous()
                .contentType("application/json")
                .body("{\"email\":%1$s,\"password\":%1$s,\"operatorId\":%1$s,\"userName\":%1$s,\"mfaOTPCode\":%1$s,"
                                .formatted(absent)
                        + "\"tokenTimeoutSeconds\":%s,\"authKeyId\":\"%s\",\"authKey\":\"%s\"}"
                                .formatted(absent, operator.authKeyId(), operator.authKey()))
                .post("/v1/auth");
        // Then
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(login(Map.of("email", "x@example.com", "password", "x", "authKeyId", "", "authKey", ""))
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4095877788927",
                "4095877788927.0",
                "4.095877788927e12",
                "4.095877788927E+12",
                "\"4095877788927\"",
                "\"4095877788927.0\"",
                "\"4.095877788927e+12\""
            })
    void wholeNumbersComeInManyForms(String millis) {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        for (String address : List.of(path(sim, ""), byImsi(sim, ""))) {
            Response set = post(root, address + "/set_expiry_time", "{\"expiryTime\":" + millis + "}");
            assertThat(set.statusCode()).as(set.asString()).isEqualTo(200);
            assertThat(get(root, address).<Long>path("expiryTime")).isEqualTo(4_095_877_788_927L);
        }
        String asText = millis.replace("\"", "").replace("+", "%2B");
        assertThat(get(root, path(sim, "/statuses/history?limit=1e0&from=0.0&to=" + asText))
                        .jsonPath()
                        .getList("status"))
                .containsExactly("ready");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4095877788927.5",
                "\"4095877788927.5\"",
                "\"0x1b97\"",
                "\" 4095877788927\"",
                "\"1e999999999\"",
                "1e300",
                "true",
                "[4095877788927]",
                "{}",
                "\"NaN\""
            })
    void otherNumbersAreABadRequest(String millis) {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        assertError(post(root, path(sim, "/set_expiry_time"), "{\"expiryTime\":" + millis + "}"), 400, "SEM9001");
        assertThat(get(root, path(sim, "")).<Object>path("expiryTime")).isNull();
    }

    @Test
    void plusSignThatIsNotEscapedIsOneToo() {
        // Given
        StockSim sim = shelf.aSim(root);
        // Then
        assertThat(get(root, path(sim, "/statuses/history?to=4.095877788927e+12"))
                        .jsonPath()
                        .getList("status"))
                .containsExactly("ready");
        assertError(get(root, path(sim, "/statuses/history?to=1.5")), 400, "SEM9001");
        assertThat(get(root, path(sim, "/statuses/history?to=999999999999999999"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void valueOfATagMayBeEmpty() {
        // Given
        StockSim sim = shelf.aSim(root);
        // When
        Response tagged = put(root, path(sim, "/tags"), "[{\"tagName\":\"site\",\"tagValue\":\"\"}]");
        // Then
        assertThat(tagged.<Map<String, String>>path("tags")).isEqualTo(Map.of("name", "", "site", ""));
    }
}
