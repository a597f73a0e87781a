package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomHttp.as;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.delete;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.put;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a group carries: tags, and a configuration that is kept and shown. */
@CurfewTest
class SoracomGroupsTest {
    @Inject
    Operators operators;

    @Inject
    Database database;

    private Operator operator;
    private Pair root;
    private String group;

    @BeforeEach
    void makeGroup() {
        operator = operators.operator();
        root = root(operator);
        group = "/v1/groups/"
                + post(root, "/v1/groups", Map.of("tags", Map.of("name", "meters")))
                        .path("groupId");
    }

    private Object configuration() {
        return get(root, group).path("configuration");
    }

    private List<Object> events() {
        return database.column(
                "select type from outbox_event where tenant_id = $1 and type like 'sim-group.%' order by recorded_at",
                operator.sid());
    }

    @Test
    void orderOfMembersDoesNotMakeAnotherRequest() {
        // Given
        RequestSpecification write = as(root).header("Idempotency-Key", "group-1");
        // When
        Response first =
                write.body("{\"tags\":{\"name\":\"a\",\"site\":\"b\"}}").post("/v1/groups");
        Response turned =
                write.body("{ \"tags\": {\"site\": \"b\", \"name\": \"a\"} }").post("/v1/groups");
        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(turned.asByteArray()).isEqualTo(first.asByteArray());
        assertError(write.body("{\"tags\":{\"name\":\"b\",\"site\":\"a\"}}").post("/v1/groups"), 422, "SEM9009");
    }

    @Test
    void parametersAreMergedIntoTheirNamespaceAndShownAsSent() {
        // When
        Response first = put(
                root,
                group + "/configuration/SoracomAir",
                "[{\"key\":\"useCustomDns\",\"value\":true},{\"key\":\"dnsServers\",\"value\":[\"1.1.1.1\"]},"
                        + "{\"key\":\"metadata\",\"value\":{\"enabled\":true,\"n\":1.5,\"none\":null}}]");
        put(root, group + "/configuration/SoracomAir", List.of(Map.of("key", "useCustomDns", "value", "no")));
        put(root, group + "/configuration/SoracomBeam", "[{\"key\":\"mqtt://beam.soracom.io:1883\",\"value\":{}}]");
        // Then
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(200);
        assertThat(first.<List<String>>path("configuration.SoracomAir.dnsServers"))
                .containsExactly("1.1.1.1");
        Map<String, Object> metadata = new HashMap<>(Map.of("enabled", true, "n", 1.5f));
        metadata.put("none", null);
        assertThat(configuration())
                .isEqualTo(Map.of(
                        "SoracomAir",
                        Map.of("useCustomDns", "no", "dnsServers", List.of("1.1.1.1"), "metadata", metadata),
                        "SoracomBeam",
                        Map.of("mqtt://beam.soracom.io:1883", Map.of())));
        assertThat(events())
                .containsExactly("sim-group.created", "sim-group.updated", "sim-group.updated", "sim-group.updated");
    }

    @Test
    void whatIsSoAlreadyChangesNothing() {
        // Given
        List<Map<String, String>> parameters = List.of(Map.of("key", "a", "value", "b"));
        Response once = put(root, group + "/configuration/SoracomAir", parameters);
        // When
        Response again = put(root, group + "/configuration/SoracomAir", parameters);
        // Then
        assertThat(again.asString()).isEqualTo(once.asString());
        assertThat(events()).hasSize(2);
    }

    @Test
    void parametersAndNamespacesAreRemoved() {
        // Given
        put(
                root,
                group + "/configuration/SoracomBeam",
                "[{\"key\":\"mqtt://x:1\",\"value\":1},{\"key\":\"b\",\"value\":2}]");
        // Then
        assertThat(delete(root, group + "/configuration/SoracomBeam/mqtt%3A%2F%2Fx%3A1")
                        .statusCode())
                .isEqualTo(204);
        assertThat(configuration()).isEqualTo(Map.of("SoracomBeam", Map.of("b", 2)));
        assertError(delete(root, group + "/configuration/SoracomBeam/c"), 404, "SEM9002");
        assertError(delete(root, group + "/configuration/SoracomAir"), 404, "SEM9002");
        assertThat(delete(root, group + "/configuration/SoracomBeam").statusCode())
                .isEqualTo(204);
        assertThat(configuration()).isEqualTo(Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1]",
                "[{\"value\":1}]",
                "[{\"key\":1,\"value\":1}]",
                "[{\"key\":\"\",\"value\":1}]",
                "[{\"key\":\"a\",\"value\":\"\\u0000\"}]",
                "[{\"key\":\"a\",\"value\":{\"b\":[\"\\u0000\"]}}]",
                "[{\"key\":\"a\",\"value\":{\"\\u0000\":1}}]",
                "[{\"key\":\"a\",\"value\":1e400}]"
            })
    void whatCannotBeKeptIsRefused(String body) {
        assertError(put(root, group + "/configuration/SoracomAir", body), 400, "SEM9001");
        assertThat(configuration()).isEqualTo(Map.of());
    }

    @Test
    void configurationHasItsLimits() {
        List<Map<String, String>> much = List.of(Map.of("key", "a", "value", "x".repeat(100_000)));
        assertError(put(root, group + "/configuration/SoracomAir", much), 400, "SEM9001");
        assertError(put(root, group + "/configuration/" + "n".repeat(129), List.of()), 400, "SEM9001");
        assertThat(configuration()).isEqualTo(Map.of());
    }

    @Test
    void tagsAreMergedAndRemoved() {
        // When
        Response tagged = put(
                root,
                group + "/tags",
                List.of(Map.of("tagName", "site", "tagValue", "Kyoto"), Map.of("tagName", "a/b", "tagValue", "c")));
        // Then
        assertThat(tagged.<Map<String, String>>path("tags"))
                .isEqualTo(Map.of("name", "meters", "site", "Kyoto", "a/b", "c"));
        assertThat(delete(root, group + "/tags/a%2Fb").statusCode()).isEqualTo(204);
        assertError(delete(root, group + "/tags/a%2Fb"), 404, "SEM9002");
        assertError(put(root, group + "/tags", List.of(Map.of("tagName", "", "tagValue", "x"))), 400, "SEM9037");
        assertError(delete(root, group + "/tags/name"), 400, "SEM9037");
        assertThat(get(root, group).<Map<String, String>>path("tags"))
                .isEqualTo(Map.of("name", "meters", "site", "Kyoto"));
    }

    @Test
    void groupOfTheOtherCoverageIsNotFound() {
        assertError(put(root, "/jp" + group + "/configuration/SoracomAir", List.of()), 404, "SEM9002");
        assertError(put(root, "/jp" + group + "/tags", List.of()), 404, "SEM9002");
    }
}
