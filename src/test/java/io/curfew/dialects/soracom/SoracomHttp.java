package io.curfew.dialects.soracom;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Operators.Operator;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Calls of the SORACOM door as its clients make them. */
final class SoracomHttp {
    private SoracomHttp() {}

    /** A pair of API key and token. */
    record Pair(String apiKey, String token) {
        static Pair of(Response response) {
            return new Pair(response.path("apiKey"), response.path("token"));
        }
    }

    static RequestSpecification as(Pair caller) {
        return anonymous().header("X-Soracom-API-Key", caller.apiKey()).header("X-Soracom-Token", caller.token());
    }

    static RequestSpecification anonymous() {
        return given().urlEncodingEnabled(false)
                .header("X-Soracom-Lang", "en")
                .header("User-Agent", "soracom-cli/1.3.0");
    }

    static Response login(Map<String, ?> credentials) {
        return anonymous().contentType("application/json").body(credentials).post("/v1/auth");
    }

    /** The root user's pair. */
    static Pair root(Operator operator) {
        Response response = login(Map.of("authKeyId", operator.authKeyId(), "authKey", operator.authKey()));
        assertThat(response.statusCode()).isEqualTo(200);
        return Pair.of(response);
    }

    static Response get(Pair caller, String path) {
        return as(caller).get(path);
    }

    static Response post(Pair caller, String path) {
        return as(caller).noContentType().post(path);
    }

    static Response post(Pair caller, String path, Object body) {
        return as(caller).contentType("application/json").body(body).post(path);
    }

    static Response put(Pair caller, String path, Object body) {
        return as(caller).contentType("application/json").body(body).put(path);
    }

    static Response delete(Pair caller, String path) {
        return as(caller).delete(path);
    }

    static String under(Operator operator, String resource) {
        return "/v1/operators/" + operator.id() + resource;
    }

    /** What a JWT says. */
    static String payload(String token) {
        return new String(
                Base64.getUrlDecoder().decode(List.of(token.split("\\.", -1)).get(1)), StandardCharsets.UTF_8);
    }

    /** The whole error body. */
    static void assertError(Response response, int status, String code, String message) {
        assertThat(response.jsonPath().<String, Object>getMap("$"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("code", code, "message", message));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/json");
    }

    static void assertError(Response response, int status, String code) {
        assertError(response, status, code, response.jsonPath().getString("message"));
    }
}
