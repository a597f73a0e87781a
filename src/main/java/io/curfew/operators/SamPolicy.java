package io.curfew.operators;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a SAM user may do: statements that allow or deny operations. Nothing is allowed unless a statement says so, and
 * a statement that denies outweighs any that allows. A statement whose condition does not hold counts as absent. Where
 * it cannot be told whether the condition holds, a statement still denies what it denies, but allows nothing.
 */
public final class SamPolicy {
    private static final int MAX_LENGTH = 20_000;
    private static final Pattern API = Pattern.compile("[A-Za-z0-9_*]+(:[A-Za-z0-9_*]+)?");

    private final List<Statement> statements;

    private SamPolicy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    private record Statement(
            boolean allows,
            List<SamWildcard> operations,
            @Nullable SamCondition condition) {
        boolean applies(List<String> names, SamCircumstances circumstances) {
            if (names.stream().noneMatch(this::isAbout)) {
                return false;
            }
            if (condition == null) {
                return true;
            }
            Boolean holds = condition.holds(circumstances);
            return holds == null ? !allows : holds;
        }

        private boolean isAbout(String name) {
            return operations.stream().anyMatch(wildcard -> wildcard.matches(name));
        }
    }

    /**
     * Whether {@code policies} together allow an operation.
     *
     * @param names what the operation is called, and was before: tag and operation, such as {@code Sim:terminateSim}
     */
    static boolean allows(List<SamPolicy> policies, List<String> names, SamCircumstances circumstances) {
        boolean allowed = false;
        for (SamPolicy policy : policies) {
            for (Statement statement : policy.statements) {
                if (statement.applies(names, circumstances)) {
                    if (!statement.allows) {
                        return false;
                    }
                    allowed = true;
                }
            }
        }
        return allowed;
    }

    /** Whether one of {@code policies} denies an operation of these names, which is more than that none allows it. */
    static boolean denies(List<SamPolicy> policies, List<String> names, SamCircumstances circumstances) {
        return policies.stream()
                .flatMap(policy -> policy.statements.stream())
                .anyMatch(statement -> !statement.allows && statement.applies(names, circumstances));
    }

    /** Refuses a document that is not well-formed like {@link #parse}. */
    static void require(String document) {
        parse(document);
    }

    /** Reads a document; {@link ErrorCode#POLICY_INVALID} for one that is not well-formed, with what is wrong. */
    static SamPolicy parse(String document) {
        List<Statement> statements = new ArrayList<>();
        for (JsonObject statement : statements(document)) {
            statements.add(statement(statement));
        }
        return new SamPolicy(statements);
    }

    private static Statement statement(JsonObject statement) {
        return new Statement(
                allows(statement), operations(statement.getValue("api")), condition(statement.getValue("condition")));
    }

    /** The statements of a document, each of them an object. */
    static List<JsonObject> statements(String document) {
        if (document.length() > MAX_LENGTH) {
            throw invalid("The document has more than " + MAX_LENGTH + " characters.");
        }
        if (!(StrictJson.read(document) instanceof JsonObject object)
                || !(object.getValue("statements") instanceof JsonArray statements)) {
            throw invalid("statements is an array.");
        }
        List<JsonObject> objects = new ArrayList<>();
        for (Object statement : statements) {
            if (!(statement instanceof JsonObject one)) {
                throw invalid("A statement is an object.");
            }
            objects.add(one);
        }
        return objects;
    }

    /** Whether a statement allows; else it denies. */
    static boolean allows(JsonObject statement) {
        Object effect = statement.getValue("effect");
        if ("allow".equals(effect)) {
            return true;
        }
        if ("deny".equals(effect)) {
            return false;
        }
        throw invalid("effect is allow or deny.");
    }

    private static List<SamWildcard> operations(@Nullable Object api) {
        if (api instanceof String name) {
            return List.of(wildcard(name));
        }
        if (!(api instanceof JsonArray names) || names.isEmpty()) {
            throw invalid("api is a string, or an array of strings.");
        }
        Set<SamWildcard> wildcards = new LinkedHashSet<>();
        names.forEach(name -> wildcards.add(wildcard(name)));
        return List.copyOf(wildcards);
    }

    private static SamWildcard wildcard(@Nullable Object name) {
        if (!(name instanceof String text) || !API.matcher(text).matches()) {
            throw invalid("An api is Tag:operation, with * for any part of it.");
        }
        return SamWildcard.parse(text);
    }

    static @Nullable SamCondition condition(@Nullable Object condition) {
        if (condition == null) {
            return null;
        }
        if (!(condition instanceof String text)) {
            throw invalid("condition is a string.");
        }
        return text.isBlank() ? null : SamCondition.parse(text);
    }

    static DomainException invalid(String message) {
        return new DomainException(ErrorCode.POLICY_INVALID, message);
    }
}
