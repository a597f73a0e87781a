package io.curfew.testing.vendors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VendorDescriptionTest {
    private static final String FACTS = """
            under: [/things]
            prefixes: ["", /g]
            error: Error
            operations:
              GET /things/{id}: {200: Thing}
              GET /things/special: {200: Special}
              DELETE /things/{id}: {204: null}
            answers:
              Thing:
                type: object
                required: [name]
                additionalProperties: false
                properties:
                  name: {type: string}
                  at: {type: [string, "null"], format: date-time}
                  parts: {type: array, items: {$ref: "#/$defs/Thing"}}
              Special: {type: object, required: [special]}
              Error: {type: object, required: [code]}
            """;
    private static final VendorDescription DESCRIPTION = VendorDescription.parse(FACTS, "{}");

    private static List<String> of(String body) {
        return DESCRIPTION.problems("GET", "/things/1", 200, body);
    }

    @Test
    void everythingAsDescribedIsNoProblem() {
        assertThat(of("{\"name\": \"a\", \"at\": null, \"parts\": [{\"name\": \"b\"}]}"))
                .isEmpty();
        assertThat(DESCRIPTION.problems("GET", "/g/things/1", 200, "{\"name\": \"a\"}"))
                .isEmpty();
        assertThat(DESCRIPTION.problems("DELETE", "/things/1", 204, "")).isEmpty();
        assertThat(DESCRIPTION.problems("GET", "/things/1", 404, "{\"code\": 1}"))
                .isEmpty();
    }

    @Test
    void everyDifferenceIsNamedWithItsPlace() {
        assertThat(of("{}")).singleElement().asString().startsWith("/name breaks required");
        assertThat(of("{\"name\": 1}")).singleElement().asString().startsWith("/name breaks type");
        assertThat(of("{\"name\": \"a\", \"at\": \"yesterday\"}"))
                .singleElement()
                .asString()
                .startsWith("/at breaks format");
        assertThat(of("{\"name\": \"a\", \"parts\": [{\"name\": \"b\", \"more\": 1}]}"))
                .singleElement()
                .asString()
                .startsWith("/parts/0/more breaks additionalProperties");
        assertThat(of("no JSON")).containsExactly("the body is not JSON");
        assertThat(DESCRIPTION.problems("GET", "/things/1", 404, "{}")).hasSize(1);
        assertThat(DESCRIPTION.problems("GET", "/things/1", 201, "{\"name\": \"a\"}"))
                .hasSize(1);
        assertThat(DESCRIPTION.problems("DELETE", "/things/1", 204, "gone")).hasSize(1);
        assertThat(DESCRIPTION.problems("PUT", "/things/1", 200, "{\"name\": \"a\"}"))
                .containsExactly("no such operation");
    }

    @Test
    void wordForWordPathComesBeforeAParameter() {
        assertThat(DESCRIPTION.problems("GET", "/things/special", 200, "{\"special\": 1}"))
                .isEmpty();
        assertThat(DESCRIPTION.covers("/g/things/1")).isTrue();
        assertThat(DESCRIPTION.covers("/thingsandmore")).isFalse();
    }

    @Test
    void deliberateDifferenceIsLetThroughWhereItIsNamedAndOnlyThere() {
        VendorDescription description = VendorDescription.parse(FACTS, """
                operations:
                  - {operation: "PUT /things/{id}", like: "GET /things/{id}", reason: old clients}
                bodies:
                  - {operation: "DELETE /things/{id}", answer: Thing, reason: what is gone is shown}
                answers:
                  - {answer: Thing, places: [/parts/*/name], keyword: required, reason: it is said elsewhere}
                """);

        assertThat(description.problems("PUT", "/things/1", 200, "{\"name\": \"a\", \"parts\": [{}, {}]}"))
                .isEmpty();
        assertThat(description.problems("DELETE", "/things/1", 204, "{\"name\": \"a\"}"))
                .isEmpty();
        assertThat(description.problems("DELETE", "/things/1", 204, "")).isEmpty();
        assertThat(description.problems("DELETE", "/things/1", 204, "{}")).hasSize(1);
        assertThat(description.problems("GET", "/things/1", 200, "{}")).hasSize(1);
        assertThat(description.problems("GET", "/things/1", 200, "{\"name\": \"a\", \"parts\": [{\"name\": 1}]}"))
                .hasSize(1);
        assertThatThrownBy(() -> VendorDescription.parse(
                        FACTS, "answers: [{answer: Thing, places: [/name], keyword: required}]"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
