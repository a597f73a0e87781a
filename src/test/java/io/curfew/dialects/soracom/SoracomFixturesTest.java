package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomHttp.as;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.sims.Coverage;
import io.curfew.sims.StockSim;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A SIM's life in each coverage, every operation at least once, compared whole with what was recorded in
 * {@code src/test/resources/soracom}. What differs from run to run stands there under a name. After a wanted change record
 * anew with {@code -Dcurfew.record=true}, and read the difference.
 */
@CurfewTest
class SoracomFixturesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is made up anew in each run, most specific first. */
    private static final Map<String, Pattern> NAMED = new LinkedHashMap<>();

    static {
        NAMED.put("operator", Pattern.compile("\\bOP[0-9]{10}\\b"));
        NAMED.put("uuid", Pattern.compile("\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b"));
        NAMED.put("sim", Pattern.compile("\\b8999[0-9]{15,28}\\b"));
        NAMED.put("imsi", Pattern.compile("\\b00101[0-9]{10}\\b"));
        NAMED.put("msisdn", Pattern.compile("\\b999[0-9]{11}\\b"));
        NAMED.put("serial", Pattern.compile("\\bCF[0-9]{12}\\b"));
        NAMED.put("key", Pattern.compile("(?<=\")[0-9A-Za-z+/]{43}=(?=\")"));
        NAMED.put("session", Pattern.compile("\\b[0-9a-f]{32}\\b"));
        NAMED.put("secret", Pattern.compile("(?<=\")[0-9]{8}(?=\")"));
    }

    private static final Pattern MILLIS = Pattern.compile("(?<=: )(?!4102444800000)[0-9]{13}\\b");
    private static final Pattern SECONDS = Pattern.compile("(?<=: )[0-9]{10}\\b");
    private static final Pattern STAMP = Pattern.compile("(?<=\")[0-9]{14}(?=\")");
    private static final Pattern PLACE = Pattern.compile("\\b[0-9a-f]{13}-(?=\\{)");
    private static final Pattern ISO = Pattern.compile("(?<=\")20[0-9-]{8}T[0-9:.]{12}Z(?=\")");
    private static final Pattern TIMED = Pattern.compile("\\b[0-9]{13}_(?=[0-9])");

    @Inject
    Operators operators;

    @Inject
    SimShelf shelf;

    /** A run: what was called and answered so far, with names for what was made up. */
    private static final class Tape {
        private final StringBuilder text = new StringBuilder();
        private final Map<String, String> names = new LinkedHashMap<>();
        private final Set<String> operations = new TreeSet<>();
        private final Pair caller;
        private final String prefix;

        Tape(Pair caller, String prefix) {
            this.caller = caller;
            this.prefix = prefix;
        }

        Response call(String operation, String method, String path) throws IOException {
            return call(operation, method, path, "");
        }

        Response call(String operation, String method, String path, String body) throws IOException {
            RequestSpecification request = as(caller);
            if (body.isEmpty()) {
                request.noContentType();
            } else {
                request.contentType("application/json").body(body);
            }
            Response response = request.request(method, prefix + path);
            operations.add(operation);
            StringBuilder entry = new StringBuilder("### ").append(operation).append('\n');
            entry.append(method).append(' ').append(prefix).append(path).append('\n');
            if (!body.isEmpty()) {
                entry.append(body).append('\n');
            }
            entry.append('\n').append(response.statusCode()).append('\n');
            for (String header : List.of("content-type", "x-soracom-next-key", "link")) {
                if (response.header(header) != null) {
                    entry.append(header)
                            .append(": ")
                            .append(response.header(header))
                            .append('\n');
                }
            }
            if (!response.body().asString().isEmpty()) {
                entry.append(JSON.readTree(response.body().asString()).toPrettyString())
                        .append('\n');
            }
            text.append(named(entry.toString())).append('\n');
            return response;
        }

        private String named(String entry) {
            String named = entry;
            for (Map.Entry<String, Pattern> kind : NAMED.entrySet()) {
                named = kind.getValue().matcher(named).replaceAll(found -> name(kind.getKey(), found.group()));
            }
            named = MILLIS.matcher(named).replaceAll("{ms}");
            named = SECONDS.matcher(named).replaceAll("{s}");
            named = STAMP.matcher(named).replaceAll("{yyyyMMddHHmmss}");
            named = PLACE.matcher(named).replaceAll("{place}-");
            named = ISO.matcher(named).replaceAll("{iso}");
            return TIMED.matcher(named).replaceAll("{ms}_");
        }

        private String name(String kind, String value) {
            long known = names.keySet().stream()
                    .filter(key -> key.startsWith(kind + ":"))
                    .count();
            return Matcher.quoteReplacement(
                    "{" + names.computeIfAbsent(kind + ":" + value, fresh -> kind + "-" + (known + 1)) + "}");
        }
    }

    @ParameterizedTest
    @EnumSource(Coverage.class)
    void everyOperationAnswersAsRecorded(Coverage coverage) throws IOException {
        // When
        String played = play(coverage).text.toString();
        // Then
        Path recorded = Path.of("src/test/resources/soracom/" + coverage.code() + ".txt");
        if (Boolean.getBoolean("curfew.record")) {
            Files.createDirectories(recorded.getParent());
            Files.writeString(recorded, played);
        }
        assertThat(played).isEqualTo(Files.readString(recorded));
    }

    @Test
    void everyOperationOfSimsIsPlayed() throws IOException {
        // Given
        Set<String> expected = new TreeSet<>(SoracomAccessTest.offered().keySet());
        expected.removeIf(operation -> List.of("Auth", "Operator", "User", "Role", "Sandbox")
                .contains(operation.substring(0, operation.indexOf(':'))));
        expected.add("Sandbox:sandboxCreateSubscriber");
        // Then
        assertThat(play(Coverage.GLOBAL).operations).isEqualTo(expected);
    }

    private Tape play(Coverage coverage) throws IOException {
        Operator operator = operators.operator();
        Tape tape = new Tape(root(operator), "/" + coverage.code());
        String subscription = coverage == Coverage.GLOBAL ? "plan01s" : "plan-D";
        groups(tape);
        StockSim sim = shelf.stock(coverage, subscription);
        String one = "/v1/sims/" + sim.simId();
        registration(tape, sim, one);
        shelf.connect(operator, sim);
        statuses(tape, one);
        subscriptions(tape, sim, one);
        StockSim twin = shelf.stock(coverage, subscription);
        subscribers(tape, operator, twin);
        lists(tape);
        bills(tape, sim, twin);
        endings(tape, sim, twin);
        return tape;
    }

    private static void groups(Tape tape) throws IOException {
        String groupId = tape.call("Group:createGroup", "POST", "/v1/groups", "{\"tags\":{\"name\":\"meters\"}}")
                .path("groupId");
        tape.call("Group:getGroup", "GET", "/v1/groups/" + groupId);
        tape.call("Group:createGroup", "POST", "/v1/groups", "{}");
        tape.call("Group:listGroups", "GET", "/v1/groups?limit=1&tag_name=name&tag_value=meters");
        String air = "/v1/groups/" + groupId + "/configuration/SoracomAir";
        tape.call(
                "Group:putConfigurationParameters",
                "PUT",
                air,
                "[{\"key\":\"useCustomDns\",\"value\":true},{\"key\":\"dnsServers\",\"value\":[\"1.1.1.1\"]}]");
        tape.call("Group:deleteConfigurationParameter", "DELETE", air + "/dnsServers");
        tape.call("Group:getGroup", "GET", "/v1/groups/" + groupId);
        tape.call("Group:deleteConfigurationNamespace", "DELETE", air);
        tape.call(
                "Group:putTags",
                "PUT",
                "/v1/groups/" + groupId + "/tags",
                "[{\"tagName\":\"site\",\"tagValue\":\"Kyoto\"}]");
        tape.call("Group:deleteTag", "DELETE", "/v1/groups/" + groupId + "/tags/site");
        tape.call("Group:deleteGroup", "DELETE", "/v1/groups/" + groupId);
    }

    private static void registration(Tape tape, StockSim sim, String one) throws IOException {
        tape.call("Sim:getSim", "GET", one);
        tape.call(
                "Sim:registerSim",
                "POST",
                one + "/register",
                "{\"registrationSecret\":\"" + sim.registrationSecret() + "\",\"tags\":{\"name\":\"メーター\"}}");
        tape.call("Sim:putTags", "PUT", one + "/tags", "[{\"tagName\":\"site\",\"tagValue\":\"1\"}]");
        tape.call("Sim:deleteTag", "DELETE", one + "/tags/site");
        tape.call("Sim:deleteTag", "DELETE", one + "/tags/site");
        tape.call("Sim:deleteSimSession", "POST", one + "/delete_session");
        String groupId = tape.call("Group:listGroups", "GET", "/v1/groups").path("[0].groupId");
        tape.call("Sim:setSimGroup", "POST", one + "/set_group", "{\"groupId\":\"" + groupId + "\"}");
        tape.call("Group:listSubscribers", "GET", "/v1/groups/" + groupId + "/subscribers");
        tape.call("Sim:unsetSimGroup", "POST", one + "/unset_group");
        tape.call("Sim:updateSimSpeedClass", "POST", one + "/update_speed_class", "{\"speedClass\":\"s1.fast\"}");
        tape.call("Sim:updateSimSpeedClass", "POST", one + "/update_speed_class", "{\"speedClass\":\"x\"}");
        tape.call("Sim:setSimImeiLock", "POST", one + "/set_imei_lock", "{\"imei\":\"" + SimShelf.IMEI + "\"}");
        tape.call("Sim:unsetSimImeiLock", "POST", one + "/unset_imei_lock");
        tape.call("Sim:getTestingUsage", "GET", one + "/testing/usage");
    }

    private static void statuses(Tape tape, String one) throws IOException {
        tape.call("Sim:getSim", "GET", one);
        tape.call("Sim:deleteSimSession", "POST", one + "/delete_session");
        tape.call("Sim:listSimSessionEvents", "GET", one + "/events/sessions?limit=1");
        tape.call("Sim:deactivateSim", "POST", one + "/deactivate");
        tape.call("Sim:setSimToStandby", "POST", one + "/set_to_standby");
        tape.call("Sim:suspendSim", "POST", one + "/suspend");
        tape.call("Sim:activateSim", "POST", one + "/activate");
        tape.call("Sim:listSimStatusHistory", "GET", one + "/statuses/history?limit=2");
        tape.call("Sim:terminateSim", "POST", one + "/terminate");
        tape.call("Sim:enableSimTermination", "POST", one + "/enable_termination");
        tape.call(
                "Sim:setSimExpiryTime",
                "POST",
                one + "/set_expiry_time",
                "{\"expiryTime\":4102444800000,\"expiryAction\":\"terminate\"}");
        tape.call("Sim:disableSimTermination", "POST", one + "/disable_termination");
        tape.call("Sim:unsetSimExpiryTime", "POST", one + "/unset_expiry_time");
        tape.call("Sim:unsetSimExpiryTime", "POST", one + "/unset_expiry_time");
    }

    private static void subscriptions(Tape tape, StockSim sim, String one) throws IOException {
        String profile = one + "/profiles/" + sim.iccid();
        Map<String, Object> all = tape.call(
                        "Sim:addSubscription",
                        "POST",
                        profile + "/add_subscription",
                        "{\"subscription\":\"planArc01\"}")
                .path("subscribers");
        String virtual = all.keySet().stream()
                .filter(imsi -> !imsi.equals(sim.imsi()))
                .findFirst()
                .orElseThrow();
        String container = profile + "/subscribers/" + virtual + "/terminate";
        tape.call("Sim:terminateSubscriptionContainer", "POST", container);
        tape.call("Sim:enableSimTermination", "POST", one + "/enable_termination");
        tape.call("Sim:terminateSubscriptionContainer", "POST", container);
        tape.call("Subscriber:getSubscriber", "GET", "/v1/subscribers/" + virtual);
        tape.call("Sim:createSim", "POST", "/v1/sims", "{\"type\":\"virtual\",\"subscription\":\"planArc01\"}");
    }

    private void subscribers(Tape tape, Operator operator, StockSim sim) throws IOException {
        String one = "/v1/subscribers/" + sim.imsi();
        tape.call(
                "Subscriber:registerSubscriber",
                "POST",
                one + "/register",
                "{\"registrationSecret\":\"" + sim.registrationSecret() + "\"}");
        shelf.connect(operator, sim);
        tape.call("Subscriber:getSubscriber", "GET", one);
        tape.call("Subscriber:deleteSubscriberSession", "POST", one + "/delete_session");
        tape.call("Subscriber:listSessionEvents", "GET", one + "/events/sessions");
        tape.call("Subscriber:putTags", "PUT", one + "/tags", "[{\"tagName\":\"a\",\"tagValue\":\"b\"}]");
        tape.call("Subscriber:deleteTag", "DELETE", one + "/tags/a");
        tape.call("Subscriber:putBundles", "PUT", one + "/bundles", "[\"D-300MB\"]");
        tape.call("Subscriber:deactivateSubscriber", "POST", one + "/deactivate");
        tape.call("Subscriber:setSubscriberToStandby", "POST", one + "/set_to_standby");
        tape.call("Subscriber:suspendSubscriber", "POST", one + "/suspend");
        tape.call("Subscriber:activateSubscriber", "POST", one + "/activate");
        String groupId = tape.call("Group:listGroups", "GET", "/v1/groups").path("[0].groupId");
        tape.call("Subscriber:setGroup", "POST", one + "/set_group", "{\"groupId\":\"" + groupId + "\"}");
        tape.call("Subscriber:unsetGroup", "POST", one + "/unset_group");
        tape.call("Subscriber:updateSpeedClass", "POST", one + "/update_speed_class", "{\"speedClass\":\"s1.slow\"}");
        tape.call("Subscriber:setImeiLock", "POST", one + "/set_imei_lock", "{\"imei\":\"" + SimShelf.IMEI + "\"}");
        tape.call("Subscriber:unsetImeiLock", "POST", one + "/unset_imei_lock");
        tape.call("Subscriber:setExpiryTime", "POST", one + "/set_expiry_time", "{\"expiryTime\":4102444800000}");
        tape.call("Subscriber:unsetExpiryTime", "POST", one + "/unset_expiry_time");
        tape.call("Subscriber:terminateSubscriber", "POST", one + "/terminate");
        tape.call("Subscriber:disableTermination", "POST", one + "/disable_termination");
        tape.call("Subscriber:enableTermination", "POST", one + "/enable_termination");
    }

    private static void lists(Tape tape) throws IOException {
        tape.call("Sim:listSims", "GET", "/v1/sims?limit=1");
        tape.call("Subscriber:listSubscribers", "GET", "/v1/subscribers?limit=1&status_filter=active%7Cready");
        tape.call("Query:searchSims", "GET", "/v1/query/sims?limit=1&name=%E3%83%A1%E3%83%BC");
        tape.call("Query:searchSims", "GET", "/v1/query/sims?name=x");
        tape.call("Query:searchSubscribers", "GET", "/v1/query/subscribers?limit=1");
        tape.call("ResourceSummary:getResourceSummary", "GET", "/v1/resource_summaries/simsPerStatus");
        tape.call("Sandbox:sandboxCreateSubscriber", "POST", "/v1/sandbox/subscribers/create", "{}");
    }

    private static void bills(Tape tape, StockSim sim, StockSim twin) throws IOException {
        tape.call("Billing:getBillingHistory", "GET", "/v1/bills");
        tape.call("Billing:getBilling", "GET", "/v1/bills/202610");
        tape.call("Billing:getBillingPerDay", "GET", "/v1/bills/202610/daily");
        tape.call("Billing:exportBilling", "POST", "/v1/bills/202610/export");
        tape.call("Billing:getLatestBilling", "GET", "/v1/bills/latest");
        tape.call("Billing:exportLatestBilling", "POST", "/v1/bills/latest/export");
        tape.call("Billing:getBillingSummaryOfBillItems", "GET", "/v1/bills/summaries/bill_items");
        tape.call("Billing:getBillingSummaryOfSims", "GET", "/v1/bills/summaries/sims");
        tape.call("Stats:getAirStatsOfSim", "GET", "/v1/stats/air/sims/" + sim.simId() + "?from=1&to=2&period=day");
        tape.call("Stats:getAirStatsOfSim", "GET", "/v1/stats/air/sims/" + sim.simId());
        tape.call("Stats:getAirStats", "GET", "/v1/stats/air/subscribers/" + twin.imsi() + "?from=1&to=2&period=month");
    }

    private static void endings(Tape tape, StockSim sim, StockSim twin) throws IOException {
        tape.call("Subscriber:terminateSubscriber", "POST", "/v1/subscribers/" + twin.imsi() + "/terminate");
        tape.call("Sim:enableSimTermination", "POST", "/v1/sims/" + sim.simId() + "/enable_termination");
        tape.call("Sim:terminateSim", "POST", "/v1/sims/" + sim.simId() + "/terminate");
        tape.call("Sim:activateSim", "POST", "/v1/sims/" + sim.simId() + "/activate");
        tape.call("Sim:getSim", "GET", "/v1/sims/" + sim.simId());
    }
}
