package io.curfew.operators;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may switch to a SAM user: statements over names of users ({@code srn:soracom:OP…::Operator:OP…} for a root user,
 * {@code srn:soracom:OP…::User:name} for a SAM user), weighed like those of {@link SamPolicy}.
 */
final class SamTrustPolicy {
    private static final Pattern PRINCIPAL =
            Pattern.compile("srn:soracom:(OP[0-9]{10}):[a-z]*:(?:Operator:\\1|User:.+)");

    private final List<Statement> statements;

    private SamTrustPolicy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    private record Statement(
            boolean allows,
            List<String> principals,
            @Nullable SamCondition condition) {
        boolean applies(String principal, SamCircumstances circumstances) {
            if (!principals.contains(principal)) {
                return false;
            }
            Boolean holds = condition == null ? Boolean.TRUE : condition.holds(circumstances);
            return holds == null ? !allows : holds;
        }
    }

    /** The name of a user; a {@code userName} of null stands for the root user. */
    static String principal(String operatorId, @Nullable String userName) {
        return "srn:soracom:" + operatorId + "::" + (userName == null ? "Operator:" + operatorId : "User:" + userName);
    }

    /** Whether it trusts a user. */
    boolean trusts(String principal, SamCircumstances circumstances) {
        boolean trusted = false;
        for (Statement statement : statements) {
            if (statement.applies(principal, circumstances)) {
                if (!statement.allows) {
                    return false;
                }
                trusted = true;
            }
        }
        return trusted;
    }

    /** Refuses a malformed document as {@link SamPolicy#parse} does. */
    static void require(String document) {
        parse(document);
    }

    /** Reads a document; refuses a malformed one as {@link SamPolicy#parse} does. */
    static SamTrustPolicy parse(String document) {
        List<Statement> statements = new ArrayList<>();
        for (JsonObject statement : SamPolicy.statements(document)) {
            statements.add(new Statement(
                    SamPolicy.allows(statement),
                    principals(statement.getValue("principal")),
                    SamPolicy.condition(statement.getValue("condition"))));
        }
        return new SamTrustPolicy(statements);
    }

    private static List<String> principals(@Nullable Object principal) {
        Object names = principal instanceof JsonObject object ? object.getValue("soracom") : null;
        if (names instanceof String name) {
            return List.of(principal(name));
        }
        if (!(names instanceof JsonArray array) || array.isEmpty()) {
            throw SamPolicy.invalid("principal.soracom is an array of names of users.");
        }
        List<String> principals = new ArrayList<>();
        array.forEach(name -> principals.add(principal(name)));
        return principals;
    }

    private static String principal(@Nullable Object name) {
        if (!(name instanceof String text) || !PRINCIPAL.matcher(text).matches()) {
            throw SamPolicy.invalid("A user's name begins with srn:soracom:OP and its ten digits.");
        }
        return text;
    }
}
