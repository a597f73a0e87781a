package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SimShelf.byImsi;
import static io.curfew.dialects.soracom.SimShelf.path;
import static io.curfew.dialects.soracom.SoracomHttp.as;
import static io.curfew.dialects.soracom.SoracomHttp.login;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.put;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static io.curfew.dialects.soracom.SoracomHttp.under;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.curfew.accounts.AccountService;
import io.curfew.accounts.ChangeAccount;
import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.kernel.Ids;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.sims.Coverage;
import io.curfew.sims.StockSim;
import io.curfew.testing.AccessTable;
import io.curfew.testing.AccessTable.Cell;
import io.curfew.testing.Accounts;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operation of the door for every kind of caller, as docs/access.md says. */
@CurfewTest
class SoracomAccessTest {
    private static final String EXPIRY = "{\"expiryTime\":4102444800000}";
    private static final String POLICY = "{\\\"statements\\\":[{\\\"effect\\\":\\\"allow\\\",\\\"api\\\":\\\"*\\\"}]}";

    /** What all users of an operator may without a permission of their own: nothing that is asked for. */
    private static final String BY_DEFAULT = POLICY.replace("*", "Nothing:atAll");

    private static final String PASSWORD = "correct horse battery";

    /** What nobody logs in for. */
    private static final Set<String> OPEN = Set.of("Auth:auth", "Sandbox:sandboxInitializeOperator");

    @Inject
    Operators operators;

    @Inject
    SimShelf shelf;

    @Inject
    AccountService accounts;

    @Inject
    Database database;

    /** Whose the thing is that an operation is about. */
    enum Subject {
        /** A SIM or group: of one operator and one coverage. */
        COVERAGE,
        /** The operator that the path names. */
        OPERATOR,
        /** Whatever the caller has. */
        CALLER,
        /** Another user, who trusts the operator's root user and SAM users. */
        TRUSTING
    }

    /**
     * A row.
     *
     * @param path as the resource has it
     * @param body the body with placeholders like the path's; empty for none
     * @param success the status for who may
     */
    record Route(String operation, String method, String path, String body, Subject subject, int success) {
        @Override
        public String toString() {
            return operation + " (" + method + " " + path + ")";
        }
    }

    static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        sims(routes);
        subscribers(routes);
        others(routes);
        identity(routes);
        return routes;
    }

    private static void sims(List<Route> routes) {
        Table sims = new Table(routes, "Sim", "/v1/sims", Subject.COVERAGE);
        sims.own("listSims", "GET", "", "", 200);
        sims.own("createSim", "POST", "", "{\"type\":\"virtual\",\"subscription\":\"planArc01\"}", 201);
        sims.add("getSim", "GET", "/{sim_id}", "", 200);
        for (String action : List.of(
                "activate/activateSim",
                "deactivate/deactivateSim",
                "set_to_standby/setSimToStandby",
                "suspend/suspendSim",
                "terminate/terminateSim",
                "enable_termination/enableSimTermination",
                "disable_termination/disableSimTermination",
                "unset_expiry_time/unsetSimExpiryTime",
                "unset_group/unsetSimGroup",
                "set_imei_lock/setSimImeiLock",
                "unset_imei_lock/unsetSimImeiLock",
                "delete_session/deleteSimSession")) {
            int slash = action.indexOf('/');
            sims.add(action.substring(slash + 1), "POST", "/{sim_id}/" + action.substring(0, slash), "", 200);
        }
        sims.add("setSimExpiryTime", "POST", "/{sim_id}/set_expiry_time", EXPIRY, 200);
        sims.add("setSimGroup", "POST", "/{sim_id}/set_group", "{\"groupId\":\"{group_id}\"}", 200);
        sims.add("updateSimSpeedClass", "POST", "/{sim_id}/update_speed_class", "{\"speedClass\":\"s1.fast\"}", 200);
        sims.add("putTags", "PUT", "/{sim_id}/tags", "[{\"tagName\":\"a\",\"tagValue\":\"b\"}]", 200);
        sims.add("deleteTag", "DELETE", "/{sim_id}/tags/{tag_name}", "", 204);
        sims.add("listSimSessionEvents", "GET", "/{sim_id}/events/sessions", "", 200);
        sims.add("listSimStatusHistory", "GET", "/{sim_id}/statuses/history", "", 200);
        sims.add("getTestingUsage", "GET", "/{sim_id}/testing/usage", "", 404);
        sims.add(
                "addSubscription",
                "POST",
                "/{sim_id}/profiles/{iccid}/add_subscription",
                "{\"subscription\":\"planX3\"}",
                200);
        sims.add(
                "terminateSubscriptionContainer",
                "POST",
                "/{sim_id}/profiles/{iccid}/subscribers/{imsi}/terminate",
                "",
                204);
        sims.add("registerSim", "POST", "/{sim_id}/register", "{\"registrationSecret\":\"{secret}\"}", 201);
    }

    private static void subscribers(List<Route> routes) {
        Table subscribers = new Table(routes, "Subscriber", "/v1/subscribers", Subject.COVERAGE);
        subscribers.own("listSubscribers", "GET", "", "", 200);
        subscribers.add("getSubscriber", "GET", "/{imsi}", "", 200);
        for (String action : List.of(
                "activate/activateSubscriber",
                "deactivate/deactivateSubscriber",
                "set_to_standby/setSubscriberToStandby",
                "suspend/suspendSubscriber",
                "terminate/terminateSubscriber",
                "enable_termination/enableTermination",
                "disable_termination/disableTermination",
                "unset_expiry_time/unsetExpiryTime",
                "unset_group/unsetGroup",
                "set_imei_lock/setImeiLock",
                "unset_imei_lock/unsetImeiLock",
                "delete_session/deleteSubscriberSession")) {
            int slash = action.indexOf('/');
            subscribers.add(action.substring(slash + 1), "POST", "/{imsi}/" + action.substring(0, slash), "", 200);
        }
        subscribers.add("setExpiryTime", "POST", "/{imsi}/set_expiry_time", EXPIRY, 200);
        subscribers.add("setGroup", "POST", "/{imsi}/set_group", "{\"groupId\":\"{group_id}\"}", 200);
        subscribers.add("updateSpeedClass", "POST", "/{imsi}/update_speed_class", "{\"speedClass\":\"s1.fast\"}", 200);
        subscribers.add("putTags", "PUT", "/{imsi}/tags", "[{\"tagName\":\"a\",\"tagValue\":\"b\"}]", 200);
        subscribers.add("deleteTag", "DELETE", "/{imsi}/tags/{tag_name}", "", 204);
        subscribers.add("putBundles", "PUT", "/{imsi}/bundles", "[\"X3-5MB\"]", 200);
        subscribers.add("listSessionEvents", "GET", "/{imsi}/events/sessions", "", 200);
        subscribers.add("registerSubscriber", "POST", "/{imsi}/register", "{\"registrationSecret\":\"{secret}\"}", 201);
    }

    private static void others(List<Route> routes) {
        Table query = new Table(routes, "Query", "/v1/query", Subject.CALLER);
        query.add("searchSims", "GET", "/sims", "", 200);
        query.add("searchSubscribers", "GET", "/subscribers", "", 200);
        Table groups = new Table(routes, "Group", "/v1/groups", Subject.COVERAGE);
        groups.own("listGroups", "GET", "", "", 200);
        groups.own("createGroup", "POST", "", "{}", 201);
        groups.add("getGroup", "GET", "/{group_id}", "", 200);
        groups.add("listSubscribers", "GET", "/{group_id}/subscribers", "", 200);
        groups.add("deleteGroup", "DELETE", "/{group_id}", "", 204);
        String configuration = "/{group_id}/configuration/{namespace}";
        groups.add("putConfigurationParameters", "PUT", configuration, "[{\"key\":\"a\",\"value\":1}]", 200);
        groups.add("deleteConfigurationParameter", "DELETE", configuration + "/{name}", "", 204);
        groups.add("deleteConfigurationNamespace", "DELETE", configuration, "", 204);
        groups.add("putTags", "PUT", "/{group_id}/tags", "[{\"tagName\":\"a\",\"tagValue\":\"b\"}]", 200);
        groups.add("deleteTag", "DELETE", "/{group_id}/tags/{tag_name}", "", 204);
        new Table(routes, "ResourceSummary", "/v1/resource_summaries", Subject.CALLER)
                .add("getResourceSummary", "GET", "/{resource_summary_type}", "", 200);
        Table bills = new Table(routes, "Billing", "/v1/bills", Subject.CALLER);
        bills.add("getBillingHistory", "GET", "", "", 200);
        bills.add("getLatestBilling", "GET", "/latest", "", 200);
        bills.add("getBilling", "GET", "/{yyyyMM}", "", 404);
        bills.add("getBillingPerDay", "GET", "/{yyyyMM}/daily", "", 200);
        bills.add("exportBilling", "POST", "/{yyyyMM}/export", "", 404);
        bills.add("exportLatestBilling", "POST", "/latest/export", "", 404);
        bills.add("getBillingSummaryOfBillItems", "GET", "/summaries/bill_items", "", 200);
        bills.add("getBillingSummaryOfSims", "GET", "/summaries/sims", "", 200);
        Table stats = new Table(routes, "Stats", "/v1/stats/air", Subject.COVERAGE);
        stats.add("getAirStatsOfSim", "GET", "/sims/{sim_id}", "", 200);
        stats.add("getAirStats", "GET", "/subscribers/{imsi}", "", 200);
        new Table(routes, "Sandbox", "/v1/sandbox", Subject.CALLER)
                .add("sandboxCreateSubscriber", "POST", "/subscribers/create", "", 200);
    }

    private static void identity(List<Route> routes) {
        Table auth = new Table(routes, "Auth", "/v1/auth", Subject.CALLER);
        auth.add("logout", "POST", "/logout", "", 204);
        new Table(routes, "Auth", "/v1/auth", Subject.TRUSTING)
                .add(
                        "switchUser",
                        "POST",
                        "/switch_user",
                        "{\"operatorId\":\"{operator_id}\",\"userName\":\"{user_name}\"}",
                        200);
        Table operator = new Table(routes, "Operator", "/v1/operators/{operator_id}", Subject.OPERATOR);
        operator.add("getOperator", "GET", "", "", 200);
        operator.add("generateAuthToken", "POST", "/token", "", 200);
        operator.add("revokeOperatorAuthTokens", "DELETE", "/tokens", "", 204);
        operator.add("addCoverageType", "POST", "/coverage_type/{coverage_type}", "", 201);
        operator.add("generateOperatorAuthKey", "POST", "/auth_keys", "", 201);
        operator.add("listOperatorAuthKeys", "GET", "/auth_keys", "", 200);
        operator.add("deleteOperatorAuthKey", "DELETE", "/auth_keys/{auth_key_id}", "", 204);
        String permission = "{\"permission\":\"" + POLICY + "\"}";
        Table users = new Table(routes, "User", "/v1/operators/{operator_id}/users", Subject.OPERATOR);
        users.add("listUsers", "GET", "", "", 200);
        users.add("getUser", "GET", "/{user_name}", "", 200);
        users.add("createUser", "POST", "/{user_name}", "", 201);
        users.add("updateUser", "PUT", "/{user_name}", "{}", 200);
        users.add("deleteUser", "DELETE", "/{user_name}", "", 204);
        users.add("getUserPermission", "GET", "/{user_name}/permission", "", 200);
        users.add("updateUserPermission", "PUT", "/{user_name}/permission", permission, 200);
        users.add("deleteUserPermission", "DELETE", "/{user_name}/permission", "", 204);
        users.add("getUserTrustPolicy", "GET", "/{user_name}/trust_policy", "", 200);
        users.add("updateUserTrustPolicy", "PUT", "/{user_name}/trust_policy", "{\"trustPolicy\":\"{trust}\"}", 204);
        users.add("deleteUserTrustPolicy", "DELETE", "/{user_name}/trust_policy", "", 204);
        users.add("generateUserAuthKey", "POST", "/{user_name}/auth_keys", "", 200);
        users.add("listUserAuthKeys", "GET", "/{user_name}/auth_keys", "", 200);
        users.add("getUserAuthKey", "GET", "/{user_name}/auth_keys/{auth_key_id}", "", 200);
        users.add("deleteUserAuthKey", "DELETE", "/{user_name}/auth_keys/{auth_key_id}", "", 204);
        users.add("revokeUserAuthTokens", "DELETE", "/{user_name}/tokens", "", 204);
        users.add("getDefaultPermissions", "GET", "/default_permissions", "", 200);
        users.add(
                "updateDefaultPermissions",
                "PUT",
                "/default_permissions",
                "{\"permissions\":\"" + BY_DEFAULT + "\"}",
                202);
        users.add("deleteDefaultPermissions", "DELETE", "/default_permissions", "", 204);
        users.add("hasUserPassword", "GET", "/{user_name}/password", "", 200);
        users.add("createUserPassword", "POST", "/{user_name}/password", "{\"password\":\"" + PASSWORD + "\"}", 201);
        users.add(
                "updateUserPassword",
                "PUT",
                "/{user_name}/password",
                "{\"currentPassword\":\"" + PASSWORD + "\",\"newPassword\":\"" + PASSWORD + "2\"}",
                200);
        users.add("deleteUserPassword", "DELETE", "/{user_name}/password", "", 204);
        Table roles = new Table(routes, "Role", "/v1/operators/{operator_id}", Subject.OPERATOR);
        roles.add("listRoles", "GET", "/roles", "", 200);
        roles.add("getRole", "GET", "/roles/{role_id}", "", 200);
        roles.add("createRole", "POST", "/roles/{role_id}", permission, 200);
        roles.add("updateRole", "PUT", "/roles/{role_id}", permission, 200);
        roles.add("deleteRole", "DELETE", "/roles/{role_id}", "", 204);
        roles.add("listRoleAttachedUsers", "GET", "/roles/{role_id}/users", "", 200);
        roles.add("listUserRoles", "GET", "/users/{user_name}/roles", "", 200);
        roles.add("attachRole", "POST", "/users/{user_name}/roles", "{\"roleId\":\"{role_id}\"}", 200);
        roles.add("detachRole", "DELETE", "/users/{user_name}/roles/{role_id}", "", 200);
    }

    private record Table(List<Route> routes, String tag, String base, Subject subject) {
        void add(String operation, String method, String path, String body, int success) {
            routes.add(new Route(tag + ":" + operation, method, base + path, body, subject, success));
        }

        void own(String operation, String method, String path, String body, int success) {
            routes.add(new Route(tag + ":" + operation, method, base + path, body, Subject.CALLER, success));
        }
    }

    /** An operator with everything that rows are about, and what placeholders stand for there. */
    private final class World {
        private final Route route;
        private final Operator operator = operators.operator();
        private final Pair keeper = root(operator);

        World(Route route) {
            this.route = route;
        }

        /** Things made anew, so that the row succeeds. */
        Map<String, String> things() {
            Map<String, String> things = new HashMap<>();
            things.put("operator_id", operator.id());
            things.put("coverage_type", "g");
            things.put("resource_summary_type", "simsPerStatus");
            things.put("yyyyMM", "202610");
            things.put("tag_name", "site");
            String group = post(keeper, "/v1/groups", Map.of("tags", Map.of("site", "x")))
                    .path("groupId");
            things.putAll(Map.of("group_id", group, "namespace", "SoracomAir", "name", "useCustomDns"));
            if (route.operation.startsWith("Group:deleteConfiguration")) {
                make(put(
                        keeper,
                        "/v1/groups/" + group + "/configuration/SoracomAir",
                        List.of(Map.of("key", "useCustomDns", "value", true))));
            }
            if (route.operation.contains(":register")) {
                StockSim stock = shelf.stock(Coverage.GLOBAL, "plan01s");
                things.putAll(
                        Map.of("sim_id", stock.simId(), "imsi", stock.imsi(), "secret", stock.registrationSecret()));
            } else if (route.path.contains("{sim_id}") || route.path.contains("{imsi}")) {
                addSim(things);
            } else if (route.subject == Subject.OPERATOR || route.subject == Subject.TRUSTING) {
                addUser(things);
            }
            return things;
        }

        /** A SIM on which every action has something to do. */
        private void addSim(Map<String, String> things) {
            boolean bundles = route.operation.equals("Subscriber:putBundles");
            StockSim sim = shelf.aSim(keeper, Coverage.GLOBAL, bundles ? "planX3" : "plan01s");
            shelf.connect(operator, sim);
            make(post(keeper, path(sim, "/enable_termination")));
            make(post(keeper, path(sim, "/set_expiry_time"), EXPIRY));
            make(put(keeper, path(sim, "/tags"), List.of(Map.of("tagName", "site", "tagValue", "x"))));
            things.putAll(Map.of("sim_id", sim.simId(), "imsi", sim.imsi(), "iccid", sim.iccid()));
            if (route.path.contains("{iccid}/subscribers")) {
                Map<String, Object> all = make(post(
                                keeper,
                                path(sim, "/profiles/" + sim.iccid() + "/add_subscription"),
                                Map.of("subscription", "planArc01")))
                        .path("subscribers");
                all.remove(sim.imsi());
                things.put("imsi", all.keySet().iterator().next());
            }
        }

        private void addUser(Map<String, String> things) {
            String name = "user-" + Ids.base62(10);
            String role = "role-" + Ids.base62(10);
            String trust = "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"soracom\":["
                    + Stream.of("Operator:" + operator.id(), "User:allowed", "User:denied", "User:nobody")
                            .map(one -> "\"srn:soracom:" + operator.id() + "::" + one + "\"")
                            .reduce((one, other) -> one + "," + other)
                            .orElseThrow()
                    + "]}}]}";
            things.putAll(Map.of("user_name", name, "role_id", role, "trust", trust.replace("\"", "\\\"")));
            if (!route.operation.equals("Role:createRole")) {
                make(post(keeper, under(operator, "/roles/" + role), Map.of("permission", POLICY.replace("\\", ""))));
            }
            if (route.path.endsWith("/default_permissions")) {
                make(put(
                        keeper,
                        under(operator, "/users/default_permissions"),
                        Map.of("permissions", BY_DEFAULT.replace("\\", ""))));
            }
            if (route.operation.equals("User:createUser")) {
                return;
            }
            String user = under(operator, "/users/" + name);
            make(post(keeper, user));
            make(put(keeper, user + "/trust_policy", Map.of("trustPolicy", trust)));
            if (route.path.endsWith("/roles/{role_id}") && route.path.contains("{user_name}")) {
                make(post(keeper, user + "/roles", Map.of("roleId", role)));
            }
            if (route.path.endsWith("/password") && !route.method.equals("POST")) {
                make(post(keeper, user + "/password", Map.of("password", PASSWORD)));
            }
            if (route.path.endsWith("/{auth_key_id}")) {
                boolean roots = route.operation.startsWith("Operator:");
                things.put(
                        "auth_key_id",
                        make(post(keeper, roots ? under(operator, "/auth_keys") : user + "/auth_keys"))
                                .path("authKeyId"));
            }
        }

        /** A SAM user with these permissions, logged in. */
        Pair user(String name, String statements) {
            String user = under(operator, "/users/" + name);
            make(post(keeper, user));
            make(put(keeper, user + "/permission", Map.of("permission", "{\"statements\":[" + statements + "]}")));
            Response key = make(post(keeper, user + "/auth_keys"));
            return Pair.of(login(Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey"))));
        }

        long written() {
            return database.count(
                    "select (select count(*) from audit_entry where tenant_id = $1)"
                            + " + (select count(*) from outbox_event where tenant_id = $1)"
                            + " + (select coalesce(sum(version), 0) + count(*) from sim where tenant_id = $1)",
                    operator.sid());
        }
    }

    private static Response make(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isBetween(200, 299);
        return response;
    }

    private static String statement(String effect, String api) {
        return "{\"effect\":\"" + effect + "\",\"api\":\"" + api + "\"}";
    }

    private static Response call(Pair caller, String prefix, Route route, Map<String, String> things) {
        RequestSpecification request = as(caller);
        if (route.body.isEmpty()) {
            request.noContentType();
        } else {
            request.contentType("application/json").body(filled(route.body, things));
        }
        String query = route.path.startsWith("/v1/stats") ? "?from=1&to=2&period=day" : "?x=1";
        return request.request(route.method, prefix + filled(route.path, things) + query);
    }

    private static String filled(String text, Map<String, String> things) {
        String filled = text;
        for (Map.Entry<String, String> thing : things.entrySet()) {
            filled = filled.replace("{" + thing.getKey() + "}", thing.getValue());
        }
        return filled;
    }

    private Pair loggedOut(Operator operator) {
        Pair pair = root(operator);
        make(post(pair, "/v1/auth/logout"));
        return pair;
    }

    @Tag("slow")
    @Test
    void everyCallerGetsWhatItMayAndNoMore() {
        table().everyCell(this::ask);
    }

    @Test
    void aSampleOfCallersGetsWhatItMay() {
        table().sample(8, this::ask);
    }

    private static AccessTable table() {
        return AccessTable.under("SORACOM: operators and SAM users");
    }

    private String ask(Cell cell) {
        Route route = routes().stream()
                .filter(one -> (one.method + " " + one.path).equals(cell.route()))
                .findFirst()
                .orElseThrow();
        World world = new World(route);
        Operator operator = world.operator;
        Map<String, String> things = world.things();
        String prefix = cell.caller().equals("root in the other coverage") ? "/jp" : "";
        String allowed = statement("allow", route.operation);
        Pair caller = switch (cell.caller()) {
            case "root", "root in the other coverage" -> root(operator);
            case "SAM user, permitted" -> world.user("allowed", allowed);
            case "SAM user, denied" ->
                world.user("denied", statement("allow", "*") + "," + statement("deny", route.operation));
            case "SAM user, without" -> world.user("nobody", statement("allow", "Nothing:atAll"));
            case "stranger's root" -> root(operators.operator());
            case "logged out" -> loggedOut(operator);
            default -> root(operator);
        };
        if (!cell.caller().equals("ended")) {
            return answer(world, caller, prefix, route, things);
        }
        Set<String> answers = new LinkedHashSet<>();
        for (LifecycleStatus status : List.of(LifecycleStatus.SUSPENDED, LifecycleStatus.CLOSED)) {
            await(() -> accounts.change(ChangeAccount.to(status, operator.sid(), operator.sid(), Accounts.PLATFORM)));
            answers.add(answer(world, caller, prefix, route, things));
        }
        database.execute("update account set purge_at = timestamptz '2020-01-01 00:00Z' where id = $1", operator.sid());
        answers.add(answer(world, caller, prefix, route, things));
        return String.join(", ", answers);
    }

    private static String answer(World world, Pair caller, String prefix, Route route, Map<String, String> things) {
        long before = world.written();
        Response response = call(caller, prefix, route, things);
        // What is not there to be shown was shown to whoever may see it.
        boolean done = response.statusCode() < 400 || response.statusCode() == route.success;
        String answer = done ? "yes" : Integer.toString(response.statusCode());
        return !done && !route.operation.contains(":register") && world.written() > before
                ? answer + " (and wrote)"
                : answer;
    }

    /** Whoever must not terminate does not schedule a termination either; who merely may not still does. */
    @ParameterizedTest
    @CsvSource({
        "Sim:terminateSim, 403",
        "Subscriber:terminateSubscriber, 403",
        "Sim:term*, 403",
        "*:terminate*, 403",
        "Sim:deleteSimSession, 200"
    })
    void denialOfTerminationDeniesArmingIt(String denied, int status) {
        // Given
        World world = new World(routes().get(0));
        StockSim sim = shelf.aSim(world.keeper);
        make(post(world.keeper, path(sim, "/enable_termination")));
        String expiry =
                statement("allow", "Sim:setSimExpiryTime") + "," + statement("allow", "Subscriber:setExpiryTime");
        Pair denier = world.user("denied", expiry + "," + statement("deny", denied));
        for (String address : List.of(path(sim, ""), byImsi(sim, ""))) {
            long before = world.written();
            // When
            Response armed =
                    post(denier, address + "/set_expiry_time", EXPIRY.replace("}", ",\"expiryAction\":\"terminate\"}"));
            // Then
            assertThat(armed.statusCode()).as(armed.asString()).isEqualTo(status);
            assertThat(world.written() > before).isEqualTo(status == 200);
            assertThat(post(denier, address + "/set_expiry_time", EXPIRY.replace("}", ",\"expiryAction\":\"suspend\"}"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void denialWhoseConditionDoesNotHoldLeavesArmingAlone() {
        // Given
        World world = new World(routes().get(0));
        StockSim sim = shelf.aSim(world.keeper);
        StockSim other = shelf.aSim(world.keeper);
        make(post(world.keeper, path(sim, "/enable_termination")));
        make(post(world.keeper, path(other, "/enable_termination")));
        Pair denier = world.user(
                "denied",
                statement("allow", "*")
                        + ",{\"effect\":\"deny\",\"api\":\"Sim:terminateSim\",\"condition\":\"pathVariable('sim_id') == '"
                        + sim.simId() + "'\"}");
        String armed = EXPIRY.replace("}", ",\"expiryAction\":\"terminate\"}");
        // Then
        assertThat(post(denier, path(sim, "/set_expiry_time"), armed).statusCode())
                .isEqualTo(403);
        assertThat(post(denier, path(other, "/set_expiry_time"), armed).statusCode())
                .isEqualTo(200);
    }

    @Test
    void everyResourceMethodIsARow() {
        // Given
        Map<String, String> rows = new TreeMap<>();
        routes().forEach(route -> rows.put(route.operation, route.method + " " + route.path));
        // Then
        Map<String, String> offered = offered();
        offered.keySet().removeAll(OPEN);
        assertThat(offered).isEqualTo(rows);
        Map<String, String> acts = AccessTable.offered("io.curfew.dialects.soracom");
        acts.keySet().removeAll(Set.of("POST /v1/auth", "POST /v1/sandbox/init"));
        Map<String, String> inTheTable = new TreeMap<>();
        table().rows().forEach(cell -> inTheTable.put(cell.route(), cell.act()));
        assertThat(inTheTable).isEqualTo(acts);
    }

    /** Address by operation. */
    static Map<String, String> offered() {
        Map<String, String> offered = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.curfew.dialects.soracom")) {
            Optional<String> base = type.tryGetAnnotationOfType(Path.class).map(Path::value);
            for (JavaMethod method : type.getMethods()) {
                for (JavaAnnotation<JavaMethod> annotation : method.getAnnotations()) {
                    annotation
                            .getRawType()
                            .tryGetAnnotationOfType(HttpMethod.class)
                            .ifPresent(verb -> offered.put(
                                    method.getAnnotationOfType(SoracomOperation.class)
                                            .value(),
                                    verb.value() + " " + base.orElseThrow()
                                            + method.tryGetAnnotationOfType(Path.class)
                                                    .map(Path::value)
                                                    .orElse("")));
                }
            }
        }
        return offered;
    }
}
