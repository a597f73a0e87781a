package io.curfew.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.curfew.testing.PostgresResource;
import io.curfew.testing.RawHttp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is sent invents no series of the requests' metrics, and does not keep what is served from being counted. */
@CurfewTest
class RequestMetricsTest {
    private static final String NAME = "http.server.requests";
    private static final String BEARER = "Authorization: Bearer " + PostgresResource.BOOTSTRAP_API_TOKEN + "\r\n";
    private static final List<String> PREFIXES = List.of(
            "/2010-04-01/",
            "/2010-04-01/Accounts/AC",
            "/v1/sims/",
            "/g/v1/",
            "/api/v1/",
            "/api/v1/accounts/",
            "/CustomerManagement/v13/",
            "/Api/CustomerManagement/v13/",
            "/",
            "/nowhere/");

    private static final List<String> METHODS = List.of("GET", "OPTIONS", "INVENTED%");

    @Inject
    MeterRegistry registry;

    @TestHTTPResource
    URI url;

    @Test
    void inventedMethodsAndAddressesMakeNoSeries() throws IOException {
        // Given: one of each kind
        send(0, 1);
        Set<String> before = series();
        // When
        send(1, 120);
        // Then
        assertThat(series()).isEqualTo(before);
        assertThat(labels("method")).isSubsetOf("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER");
        assertThat(labels("uri")).noneMatch(uri -> uri.contains("invented")).contains("unmatched");
        assertThat(registry.getMeters())
                .noneMatch(meter -> meter.getId().toString().contains("INVENTED"));
        // And: what is served is counted, each time
        long counted = count("/api/v1/accounts");
        given().header("Authorization", "Bearer " + PostgresResource.BOOTSTRAP_API_TOKEN)
                .get("/api/v1/accounts")
                .then()
                .statusCode(200);
        assertThat(count("/api/v1/accounts")).isEqualTo(counted + 1);
        assertThat(given().get("/q/metrics").asString())
                .contains("http_server_requests_seconds_count{")
                .contains("uri=\"/api/v1/accounts\"")
                .contains("http_server_connections")
                .doesNotContain("invented");
    }

    private void send(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            StringBuilder requests = new StringBuilder();
            for (String prefix : PREFIXES) {
                for (String method : METHODS) {
                    requests.append(method.replace("%", String.valueOf(i)))
                            .append(' ')
                            .append(prefix)
                            .append("invented")
                            .append(i)
                            .append(" HTTP/1.1\r\nHost: x\r\n")
                            .append(BEARER)
                            .append("\r\n");
                }
            }
            requests.append("GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            try (RawHttp http = new RawHttp(url)) {
                assertThat(http.send(requests.toString()).readEach()).hasSize(PREFIXES.size() * METHODS.size() + 1);
            }
        }
    }

    private Set<String> series() {
        return registry.find(NAME).meters().stream()
                .map(meter -> meter.getId().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> labels(String key) {
        return registry.find(NAME).meters().stream()
                .map(meter -> String.valueOf(meter.getId().getTag(key)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private long count(String uri) {
        Collection<Timer> timers =
                registry.find(NAME).tags("uri", uri, "method", "GET").timers();
        return timers.stream().mapToLong(Timer::count).sum();
    }
}
