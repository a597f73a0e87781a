package io.curfew.platform.start;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewProcess;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was replaced does not come back with a restart, though the environment of the first start is still there. */
class BootstrapRotationIT {
    private static final String EMAIL = "owner@example.com";
    private static final String PASSWORD = "correct horse";
    private static final String TOKEN = "curfew_of-the-first-start";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "CURFEW_BOOTSTRAP_EMAIL",
            EMAIL,
            "CURFEW_BOOTSTRAP_PASSWORD",
            PASSWORD,
            "CURFEW_BOOTSTRAP_API_TOKEN",
            TOKEN,
            "CURFEW_BOOTSTRAP_ACCESS_TOKEN",
            "access-of-the-first-start",
            "CURFEW_BOOTSTRAP_DEVELOPER_TOKEN",
            "developer-of-the-first-start");

    @TempDir
    Path temporary;

    private static RequestSpecification as(CurfewProcess curfew, String token) {
        return given().baseUri(curfew.baseUrl())
                .header("Authorization", "Bearer " + token)
                .contentType("application/json");
    }

    private static int login(CurfewProcess curfew, String password) {
        return given().baseUri(curfew.baseUrl())
                .contentType("application/json")
                .body(Map.of("email", EMAIL, "password", password))
                .post("/v1/auth")
                .statusCode();
    }

    private static int readsAds(CurfewProcess curfew) {
        return given().baseUri(curfew.baseUrl())
                .header("Authorization", "Bearer access-of-the-first-start")
                .header("DeveloperToken", "developer-of-the-first-start")
                .contentType("application/json")
                .body("{}")
                .post("/CustomerManagement/v13/CurrentUser/Query")
                .statusCode();
    }

    @Test
    void replacedSecretsOfTheFirstStartStayReplaced() {
        String fresh;
        try (CurfewProcess curfew =
                CurfewProcess.start(temporary.resolve("data"), ENVIRONMENT).awaitReady()) {
            // Given
            assertThat(login(curfew, PASSWORD)).isEqualTo(200);
            assertThat(readsAds(curfew)).isEqualTo(200);
            // When every secret is replaced or deleted
            fresh = as(curfew, TOKEN)
                    .body("{\"platform\":true}")
                    .post("/api/v1/tokens")
                    .path("token");
            Response accounts = as(curfew, fresh).get("/api/v1/accounts");
            String tokens = "/api/v1/accounts/" + accounts.path("items[0].id") + "/tokens";
            List<String> old = as(curfew, fresh).get(tokens).path("items.findAll { it.name == 'bootstrap' }.id");
            assertThat(old).hasSize(3);
            for (String id : old) {
                assertThat(as(curfew, fresh).delete(tokens + "/" + id).statusCode())
                        .isEqualTo(204);
            }
            String owner = as(curfew, fresh).get("/api/v1/users").path("items.find { it.owner }.id");
            assertThat(as(curfew, fresh)
                            .body("{\"currentPassword\":\"" + PASSWORD + "\",\"password\":\"battery staple\"}")
                            .put("/api/v1/users/" + owner + "/password")
                            .statusCode())
                    .isEqualTo(200);
            curfew.stop();
        }
        try (CurfewProcess curfew =
                CurfewProcess.start(temporary.resolve("data"), ENVIRONMENT).awaitReady()) {
            // Then
            assertThat(as(curfew, TOKEN).get("/api/v1/accounts").statusCode()).isEqualTo(401);
            assertThat(as(curfew, fresh).get("/api/v1/accounts").statusCode()).isEqualTo(200);
            assertThat(login(curfew, PASSWORD)).isEqualTo(401);
            assertThat(login(curfew, "battery staple")).isEqualTo(200);
            assertThat(readsAds(curfew)).isNotEqualTo(200);
            assertThat(curfew.output()).doesNotContain("First start");
        }
    }
}
