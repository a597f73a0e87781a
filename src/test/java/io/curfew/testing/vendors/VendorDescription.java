package io.curfew.testing.vendors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor says of the answers of its operations, out of {@code vendors/{name}.yaml}, less what
 * {@code vendors/{name}-differences.yaml} says this service does otherwise on purpose. {@code docs/clients.md} describes
 * both files.
 */
public final class VendorDescription {
    private static final Pattern ROW = Pattern.compile("/[0-9]+(?=/|$)");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .build();

    private final List<String> roots;
    private final List<String> prefixes;
    private final List<Operation> operations;
    private final List<Difference> differences;
    private final Map<String, String> bodies = new HashMap<>();
    private final @Nullable String error;
    private final JsonNode answers;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    /** One operation: {@code answers} has the name of the answer, or null for none, for each status. */
    private record Operation(String method, String template, Pattern path, JsonNode answers) {}

    /** Places of an answer that may break the keyword; an asterisk stands for any row of a list. */
    private record Difference(String answer, List<String> places, String keyword) {
        boolean covers(String of, String at, String broken) {
            return answer.equals(of)
                    && keyword.equals(broken)
                    && places.contains(ROW.matcher(at).replaceAll("/*"));
        }
    }

    private VendorDescription(JsonNode facts, JsonNode deliberate) {
        this.roots = texts(facts.path("under"));
        this.prefixes = facts.has("prefixes") ? texts(facts.path("prefixes")) : List.of("");
        this.error = facts.path("error").textValue();
        this.answers = facts.path("answers");
        this.operations = new ArrayList<>();
        facts.path("operations")
                .properties()
                .forEach(entry -> operations.add(operation(entry.getKey(), entry.getValue())));
        for (JsonNode addition : deliberate.path("operations")) {
            reason(addition);
            operations.add(operation(
                    addition.path("operation").asText(),
                    facts.path("operations").required(addition.path("like").asText())));
        }
        for (JsonNode body : deliberate.path("bodies")) {
            reason(body);
            bodies.put(body.path("operation").asText(), body.path("answer").asText());
        }
        this.differences = new ArrayList<>();
        for (JsonNode difference : deliberate.path("answers")) {
            reason(difference);
            differences.add(new Difference(
                    difference.path("answer").asText(),
                    texts(difference.path("places")),
                    difference.path("keyword").asText()));
        }
    }

    private static void reason(JsonNode deliberate) {
        if (deliberate.path("reason").asText().isBlank()) {
            throw new IllegalArgumentException("a deliberate difference has a reason: " + deliberate);
        }
    }

    private static Operation operation(String named, JsonNode answers) {
        int space = named.indexOf(' ');
        String template = named.substring(space + 1);
        // What stands between the parameters is taken word for word.
        StringBuilder pattern = new StringBuilder();
        for (String part : template.split("(?=\\{)|(?<=})")) {
            pattern.append(part.startsWith("{") ? "[^/]+?" : Pattern.quote(part));
        }
        return new Operation(named.substring(0, space), template, Pattern.compile(pattern.toString()), answers);
    }

    /** The description of the vendor of that name. */
    public static VendorDescription of(String vendor) {
        return new VendorDescription(read(vendor), read(vendor + "-differences"));
    }

    /** A description out of the text of its two files. */
    static VendorDescription parse(String facts, String deliberate) {
        try {
            return new VendorDescription(YAML.readTree(facts), YAML.readTree(deliberate));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode read(String name) {
        String file = "vendors/" + name + ".yaml";
        try (InputStream in = VendorDescription.class.getClassLoader().getResourceAsStream(file)) {
            return YAML.readTree(Objects.requireNonNull(in, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Whether the path is the vendor's. */
    public boolean covers(String path) {
        return roots.stream()
                .flatMap(root -> prefixes.stream().map(prefix -> prefix + root))
                .anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }

    /**
     * What is wrong with an answer, empty for nothing.
     *
     * @param path the path called, without the query
     * @param body the body, empty for none
     */
    public List<String> problems(String method, String path, int status, String body) {
        if (method.equals("HEAD") || method.equals("OPTIONS")) {
            return List.of();
        }
        if (status >= 400) {
            return error == null ? List.of() : against(error, body);
        }
        Optional<Operation> operation = operation(method, path);
        if (operation.isEmpty()) {
            return List.of("no such operation");
        }
        JsonNode answer = operation.get().answers.get(String.valueOf(status));
        if (answer == null) {
            return List.of("the status is not one of " + operation.get().answers);
        }
        if (answer.isNull() && body.isEmpty()) {
            return List.of();
        }
        if (answer.isNull()) {
            String instead = bodies.get(method + " " + operation.get().template);
            return instead == null ? List.of("there is a body") : against(instead, body);
        }
        return against(answer.asText(), body);
    }

    /** The operation whose template says most of the path. */
    private Optional<Operation> operation(String method, String path) {
        Stream<String> paths = prefixes.stream()
                .filter(prefix -> path.startsWith(prefix))
                .map(prefix -> path.substring(prefix.length()));
        return paths.flatMap(rest -> operations.stream()
                        .filter(operation -> operation.method.equals(method)
                                && operation.path.matcher(rest).matches()))
                .min(Comparator.comparingLong(operation ->
                        operation.template.chars().filter(c -> c == '{').count()));
    }

    private List<String> against(String answer, String body) {
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return List.of("the body is not JSON");
        }
        return schema(answer).validate(tree).stream()
                .filter(message -> differences.stream()
                        .noneMatch(difference -> difference.covers(answer, place(message), message.getType())))
                .map(message -> place(message) + " breaks " + message.getType() + ": " + message.getMessage())
                .toList();
    }

    /** Where in the answer, with the property that is missing or too many. */
    private static String place(ValidationMessage message) {
        String at = message.getInstanceLocation().toString();
        return message.getProperty() == null ? at : at + "/" + message.getProperty();
    }

    private JsonSchema schema(String answer) {
        return schemas.computeIfAbsent(answer, name -> {
            ObjectNode schema = JSON.createObjectNode().put("$ref", "#/$defs/" + name);
            schema.set("$defs", answers);
            return SCHEMAS.getSchema(schema, STRICT);
        });
    }
}
