package io.curfew.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The description that is checked in is the one that is served. {@code -Dopenapi.write=true} writes it anew. */
@CurfewTest
class OpenApiTest {
    private static final Path CHECKED_IN = Path.of("docs/openapi.yaml");

    @Test
    void checkedInDescriptionIsTheOneServed() throws IOException {
        // When
        String served = given().accept("application/yaml").get("/q/openapi").asString();
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(CHECKED_IN, served);
        }
        // Then
        assertThat(served).isEqualTo(Files.readString(CHECKED_IN));
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
                        .contains("401", "429");
            }
        }));
    }
}
