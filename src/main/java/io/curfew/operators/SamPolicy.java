package io.curfew.dialects.soracom;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a SAM user may do: statements that allow or deny operations. Nothing is allowed unless a statement says so, and a
 * statement that denies outweighs any that allows. A statement whose condition does not hold is as good as absent; one
 * whose condition cannot be told denies what it denies, and allows nothing.
 */
final class SamPolicy {
    private static final int MAX_LENGTH = 20_000;
    private static final Pattern API = Pattern.compile("[A-Za-z0-9_*]+(:[A-Za-z0-9_*]+)?");
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final List<Statement> statements;

    private SamPolicy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    private record Statement(
            boolean allows,
            List<SamWildcard> operations,
            @Nullable SamCondition condition) {
        boolean applies(String operation, SamCircumstances circumstances) {
            if (operations.stream().noneMatch(wildcard -> wildcard.matches(operation))) {
                return false;
            }
            if (condition == null) {
                return true;
            }
            Boolean holds = condition.holds(circumstances);
            return holds == null ? !allows : holds;
        }
    }

    /**
     * Whether {@code policies} together allow an operation.
     *
     * @param operation tag and operation, such as {@code Sim:terminateSim}
     */
    static boolean allows(List<SamPolicy> policies, String operation, SamCircumstances circumstances) {
        boolean allowed = false;
        for (SamPolicy policy : policies) {
            for (Statement statement : policy.statements) {
                if (statement.applies(operation, circumstances)) {
                    if (!statement.allows) {
                        return false;
                    }
                    allowed = true;
                }
            }
        }
        return allowed;
    }

    /** Reads a document; {@link ErrorCode#POLICY_INVALID} for one that is not well-formed, with what is wrong. */
    static SamPolicy parse(String document) {
        List<Statement> statements = new ArrayList<>();
        for (JsonNode statement : statements(document)) {
            statements.add(new Statement(
                    allows(statement), operations(statement.path("api")), condition(statement.get("condition"))));
        }
        return new SamPolicy(statements);
    }

    /** The statements of a document that has such, each of them an object. */
    static List<JsonNode> statements(String document) {
        if (document.length() > MAX_LENGTH) {
            throw invalid("The document has more than " + MAX_LENGTH + " characters.");
        }
        JsonNode statements = read(document).path("statements");
        if (!statements.isArray()) {
            throw invalid("statements is an array.");
        }
        List<JsonNode> objects = new ArrayList<>();
        statements.forEach(statement -> {
            if (!statement.isObject()) {
                throw invalid("A statement is an object.");
            }
            objects.add(statement);
        });
        return objects;
    }

    private static JsonNode read(String document) {
        try {
            return READER.readTree(document);
        } catch (JsonProcessingException e) {
            throw invalid("The document is not JSON.");
        }
    }

    /** Whether a statement allows; else it denies. */
    static boolean allows(JsonNode statement) {
        return switch (statement.path("effect").asText("")) {
            case "allow" -> true;
            case "deny" -> false;
            default -> throw invalid("effect is allow or deny.");
        };
    }

    private static List<SamWildcard> operations(JsonNode api) {
        if (api.isTextual()) {
            return List.of(wildcard(api));
        }
        if (!api.isArray() || api.isEmpty()) {
            throw invalid("api is a string, or an array of strings.");
        }
        Set<SamWildcard> wildcards = new LinkedHashSet<>();
        api.forEach(name -> wildcards.add(wildcard(name)));
        return List.copyOf(wildcards);
    }

    private static SamWildcard wildcard(JsonNode name) {
        String text = name.isTextual() ? name.textValue() : "";
        if (!API.matcher(text).matches()) {
            throw invalid("An api is Tag:operation, with * for any part of it.");
        }
        return SamWildcard.parse(text);
    }

    static @Nullable SamCondition condition(@Nullable JsonNode condition) {
        if (condition == null || condition.isNull()) {
            return null;
        }
        if (!condition.isTextual()) {
            throw invalid("condition is a string.");
        }
        return condition.textValue().isBlank() ? null : SamCondition.parse(condition.textValue());
    }

    static DomainException invalid(String message) {
        return new DomainException(ErrorCode.POLICY_INVALID, message);
    }
}
