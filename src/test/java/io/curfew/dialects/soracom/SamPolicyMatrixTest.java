package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomHttp.as;
import static io.curfew.dialects.soracom.SoracomHttp.login;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.put;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static io.curfew.dialects.soracom.SoracomHttp.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.SoracomAccessTest.Route;
import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twenty-two policies, each of them asked for every operation of the door. The things that the calls name do not exist
 * and their bodies are empty, so that whoever may call an operation is told something else than that it may not.
 */
@CurfewTest
class SamPolicyMatrixTest {
    private static final String SIM = "8942310022000012345";
    private static final String USER = "matrix";

    /** What a login is not needed for, or may do whatever its permissions. */
    private static final Set<String> ALWAYS = Set.of("Auth:logout");

    @Inject
    Operators operators;

    /**
     * A row.
     *
     * @param permission the user's own, as statements
     * @param role those of a role that the user has; empty for no role
     * @param defaults those of all the operator's users; empty for none
     * @param allowed what all this is meant to allow, said without wildcards and conditions
     */
    private record Policy(String name, String permission, String role, String defaults, Predicate<Route> allowed) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Policy policy(String name, String permission, Predicate<Route> allowed) {
        return new Policy(name, permission, "", "", allowed);
    }

    private static String allow(String... apis) {
        return statement("allow", "", apis);
    }

    private static String deny(String... apis) {
        return statement("deny", "", apis);
    }

    private static String statement(String effect, String condition, String... apis) {
        return "{\"effect\":\"" + effect + "\",\"api\":[\"" + String.join("\",\"", apis) + "\"]"
                + (condition.isEmpty() ? "" : ",\"condition\":\"" + condition + "\"") + "}";
    }

    private static Predicate<Route> tagged(String... tags) {
        return route -> Set.of(tags).contains(tag(route));
    }

    private static Predicate<Route> named(String... beginnings) {
        return route -> List.of(beginnings).stream().anyMatch(name(route)::startsWith);
    }

    private static Predicate<Route> operations(String... operations) {
        return route -> Set.of(operations).contains(route.operation());
    }

    private static Predicate<Route> about(String variable) {
        return route -> route.path().contains("{" + variable + "}");
    }

    private static String tag(Route route) {
        return route.operation().substring(0, route.operation().indexOf(':'));
    }

    private static String name(Route route) {
        return route.operation().substring(route.operation().indexOf(':') + 1);
    }

    static List<Policy> policies() {
        Predicate<Route> everything = route -> true;
        Predicate<Route> nothing = route -> false;
        Predicate<Route> terminations = operations("Sim:terminateSim", "Sim:terminateSubscriptionContainer");
        Predicate<Route> tags = operations("Sim:putTags", "Sim:deleteTag");
        List<Policy> policies = new ArrayList<>();
        policies.add(policy("no statement", "", nothing));
        policies.add(policy("everything", allow("*"), everything));
        policies.add(policy("every operation of every tag", allow("*:*"), everything));
        policies.add(policy("all about SIMs", allow("Sim:*"), tagged("Sim")));
        policies.add(
                policy("two tags in one statement", allow("Subscriber:*", "Query:*"), tagged("Subscriber", "Query")));
        policies.add(policy("one operation", allow("Sim:terminateSim"), operations("Sim:terminateSim")));
        policies.add(policy("one in another case", allow("sim:terminatesim"), nothing));
        policies.add(policy("a tag alone", allow("Sim"), nothing));
        policies.add(policy("lists of any tag", allow("*:list*"), named("list")));
        policies.add(policy(
                "reading",
                allow("*:get*", "*:list*") + "," + allow("Query:search*", "User:hasUserPassword"),
                named("get", "list", "search", "has")));
        policies.add(policy("all but terminations", allow("*") + "," + deny("Sim:terminate*"), terminations.negate()));
        policies.add(policy("a denial before what it denies", deny("*") + "," + allow("Sim:*"), nothing));
        policies.add(policy(
                "a wildcard in the middle, denied",
                allow("Sim:*") + "," + deny("Sim:*Tag*"),
                tagged("Sim").and(tags.negate())));
        policies.add(policy(
                "denials by names that operations had",
                allow("Group:*") + "," + deny("Group:putGroupTags", "Group:deleteGroupTag"),
                tagged("Group")
                        .and(operations("Group:putTags", "Group:deleteTag").negate())));
        policies.add(policy(
                "a name that an operation had",
                allow("Group:listSubscribersInGroup"),
                operations("Group:listSubscribers")));
        policies.add(
                policy("one SIM", statement("allow", "pathVariable('sim_id') == '" + SIM + "'", "*"), about("sim_id")));
        policies.add(policy(
                "another SIM", statement("allow", "pathVariable('sim_id') == '8942310022000099999'", "*"), nothing));
        policies.add(policy(
                "all but one SIM",
                allow("*") + "," + statement("deny", "pathVariable('sim_id') == '" + SIM + "'", "*"),
                about("sim_id").negate()));
        policies.add(
                policy("the user's own name", statement("allow", "samUserName == '" + USER + "'", "*"), everything));
        policies.add(policy(
                "a denial of somebody else",
                allow("Group:*") + "," + statement("deny", "samUserName == 'other'", "*"),
                tagged("Group")));
        policies.add(policy(
                "from a date on, from an address, of SIMs",
                statement("allow", "currentDate >= date(2020, 1, 1) and ipAddress('127.0.0.0/8')", "Sim:*", "Stats:*"),
                tagged("Sim", "Stats")));
        policies.add(policy(
                "a time that is over, or an address that it is not",
                statement("allow", "currentDate < date(2020, 1, 1) or ipAddress('10.0.0.0/8')", "*"),
                nothing));
        policies.add(new Policy(
                "a role allows, the user is denied",
                deny("Sim:getSim"),
                allow("Sim:get*", "User:*"),
                "",
                operations("Sim:getTestingUsage").or(tagged("User"))));
        policies.add(new Policy(
                "the operator's defaults, and the user's own",
                allow("Billing:*") + "," + deny("Group:deleteGroup"),
                "",
                allow("Group:*"),
                tagged("Billing")
                        .or(tagged("Group").and(operations("Group:deleteGroup").negate()))));
        return policies;
    }

    /** Every seventh of them, for the fast tests. */
    static List<Policy> fewPolicies() {
        List<Policy> all = policies();
        return IntStream.range(0, all.size())
                .filter(i -> i % 7 == 6)
                .mapToObj(all::get)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("fewPolicies")
    void someOfThePoliciesAllowWhatTheySay(Policy policy) {
        policyAllowsWhatItSaysOfEveryOperation(policy);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("policies")
    void policyAllowsWhatItSaysOfEveryOperation(Policy policy) {
        // Given
        Operator operator = operators.operator();
        Pair pair = user(operator, policy);
        List<Route> routes = SoracomAccessTest.routes().stream()
                .filter(route -> !ALWAYS.contains(route.operation()))
                .toList();
        // When
        Set<String> allowed = routes.stream()
                .filter(route -> isAllowed(call(operator, pair, route)))
                .map(Route::operation)
                .collect(Collectors.toSet());
        // Then
        assertThat(allowed)
                .containsExactlyInAnyOrderElementsOf(routes.stream()
                        .filter(policy.allowed)
                        .map(Route::operation)
                        .toList());
    }

    private static boolean isAllowed(Response response) {
        assertThat(response.statusCode())
                .as(response.asString())
                .isBetween(200, 404)
                .isNotEqualTo(401);
        if (response.statusCode() == 403) {
            assertThat(response.<String>path("code")).isEqualTo("AUM9002");
            return false;
        }
        return true;
    }

    private static Response call(Operator operator, Pair pair, Route route) {
        String path = route.path().replace("{operator_id}", operator.id()).replace("{sim_id}", SIM);
        return (route.body().isEmpty() && !route.operation().equals("Operator:generateAuthToken")
                        ? as(pair).noContentType()
                        // Renewing would end the pair, were it not for a time-out that is none.
                        : as(pair).contentType("application/json").body("{\"tokenTimeoutSeconds\":1}"))
                .request(route.method(), path.replaceAll("\\{[^}]*}", "absent"));
    }

    private static Pair user(Operator operator, Policy policy) {
        Pair keeper = root(operator);
        String user = under(operator, "/users/" + USER);
        made(post(keeper, user));
        made(put(keeper, user + "/permission", Map.of("permission", document(policy.permission))));
        if (!policy.role.isEmpty()) {
            made(post(keeper, under(operator, "/roles/given"), Map.of("permission", document(policy.role))));
            made(post(keeper, user + "/roles", Map.of("roleId", "given")));
        }
        if (!policy.defaults.isEmpty()) {
            made(put(
                    keeper,
                    under(operator, "/users/default_permissions"),
                    Map.of("permissions", document(policy.defaults))));
        }
        Response key = made(post(keeper, user + "/auth_keys"));
        return Pair.of(login(Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey"))));
    }

    private static String document(String statements) {
        return "{\"statements\":[" + statements + "]}";
    }

    private static Response made(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isBetween(200, 299);
        return response;
    }
}
