package io.curfew.operators;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may switch to a SAM user: statements over names of users ({@code srn:soracom:OP…::Operator:OP…} for a root user,
 * {@code srn:soracom:OP…::User:name} for a SAM user), weighed like those of {@link SamPolicy}. A statement may name the
 * vendor's services too ({@code Flux}); none of them is here, so their names match nobody.
 */
final class SamTrustPolicy {
    private static final Pattern PRINCIPAL =
            Pattern.compile("srn:soracom:(OP[0-9]{10}):[a-z]*:(?:Operator:\\1|User:.+)");
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}");

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
        Object users = principal instanceof JsonObject object ? object.getValue("soracom") : null;
        Object services = principal instanceof JsonObject object ? object.getValue("service") : null;
        if (users == null && services == null) {
            throw SamPolicy.invalid("principal has soracom, the names of users, or service, those of services.");
        }
        if (services != null) {
            for (String service : names(services)) {
                if (!SERVICE.matcher(service).matches()) {
                    throw SamPolicy.invalid("A service's name is one word.");
                }
            }
        }
        if (users == null) {
            return List.of();
        }
        List<String> principals = names(users);
        for (String name : principals) {
            if (!PRINCIPAL.matcher(name).matches()) {
                throw SamPolicy.invalid("A user's name begins with srn:soracom:OP and its ten digits.");
            }
        }
        return principals;
    }

    private static List<String> names(Object names) {
        if (names instanceof String name) {
            return List.of(name);
        }
        if (!(names instanceof JsonArray array) || array.isEmpty()) {
            throw SamPolicy.invalid("Names are a string, or an array of strings.");
        }
        List<String> texts = new ArrayList<>();
        for (Object name : array) {
            if (!(name instanceof String text)) {
                throw SamPolicy.invalid("Names are a string, or an array of strings.");
            }
            texts.add(text);
        }
        return texts;
    }
}
