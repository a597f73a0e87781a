package io.curfew.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@code /q/metrics} has of the product. */
@CurfewTest
class ProductMetricsTest {
    private static List<String> metrics() {
        return Arrays.asList(given().get("/q/metrics").asString().split("\n"));
    }

    private static double value(String series) {
        return metrics().stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    @Test
    void refusalsAndCallsAreCountedByOurOwnWords() {
        // Given
        String refusals = "curfew_refusals_total{code=\"unauthenticated\",door=\"native\"}";
        String logins = "curfew_logins_total{door=\"native\",outcome=\"refused\"}";
        double refused = value(refusals);
        double loggedIn = value(logins);
        // When
        for (int i = 0; i < 5; i++) {
            given().header("Authorization", "Bearer wrong-" + UUID.randomUUID())
                    .get("/api/v1/accounts/" + UUID.randomUUID());
        }
        // Then
        assertThat(value(refusals)).isEqualTo(refused + 5);
        assertThat(value(logins)).isEqualTo(loggedIn + 5);
        assertThat(metrics()).noneMatch(line -> line.startsWith("curfew_") && line.contains("wrong-"));
    }

    @Test
    void healthTellsOfParkedWorkAndStaysUp() {
        assertThat(given().get("/q/health/well").<List<String>>path("checks.name"))
                .contains("parked work");
        assertThat(given().get("/q/health/well").<String>path("status")).isEqualTo("UP");
    }
}
