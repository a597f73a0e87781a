package io.curfew.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The description that is checked in, and served, is the one that the code generates. {@code -Dopenapi.write=true}
 * writes it anew.
 */
@CurfewTest
class OpenApiTest {
    private static final Path CHECKED_IN = Path.of("docs/openapi.yaml");
    private static final String GENERATED = "/q/openapi-generated";

    @Test
    void checkedInDescriptionIsTheOneGenerated() throws IOException {
        // When
        String generated = given().get(GENERATED).asString();
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(CHECKED_IN, generated);
        }
        // Then
        assertThat(Files.readString(CHECKED_IN)).isEqualTo(generated);
    }

    @Test
    void checkedInDescriptionIsServedAsYaml() throws IOException {
        // When
        Response served = given().get("/q/openapi");
        // Then
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.contentType()).isEqualTo("application/yaml;charset=UTF-8");
        assertThat(served.asString()).isEqualTo(Files.readString(CHECKED_IN));
        assertThat(given().get("/q/openapi.yaml").asString()).isEqualTo(served.asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi?format=json", "/q/openapi?format=JSON", "/q/openapi.json"})
    void sameDescriptionIsServedAsJson(String address) {
        // When
        Response served = given().get(address);
        // Then
        assertThat(served.contentType()).isEqualTo("application/json;charset=UTF-8");
        assertThat(served.jsonPath().<Object>get())
                .isEqualTo(given().get(GENERATED + "?format=json").jsonPath().<Object>get());
    }

    @Test
    void jsonIsServedToWhomItIsAcceptable() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .contentType("application/json");
        given().accept("text/html, application/yaml").get("/q/openapi").then().contentType("application/yaml");
    }

    @Test
    void headIsAnsweredWithoutABody() {
        given().head("/q/openapi")
                .then()
                .statusCode(200)
                .contentType("application/yaml")
                .header("Content-Length", Matchers.not("0"));
    }

    /** Whether whoever calls is known by what is in the body. */
    private static boolean isOpen(Map<String, Object> operation) {
        return List.of().equals(operation.get("security"));
    }

    @Test
    void everyOperationIsDescribed() {
        // When
        JsonPath served = given().get("/q/openapi?format=json").jsonPath();
        // Then
        assertThat(served.getString("components.securitySchemes.bearer.scheme")).isEqualTo("bearer");
        Map<String, Map<String, Map<String, Object>>> paths = served.getMap("paths");
        assertThat(paths.keySet()).isNotEmpty().allMatch(path -> path.startsWith("/api/v1/"));
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            if (!method.equals("parameters")) {
                assertThat(operation).as("%s %s", method, path).containsKeys("operationId", "summary", "tags");
                assertThat(((Map<?, ?>) operation.get("responses"))
                                .keySet().stream().map(String::valueOf))
                        .as("%s %s", method, path)
                        .contains(isOpen(operation) ? "404" : "401", "429");
            }
        }));
    }
}
