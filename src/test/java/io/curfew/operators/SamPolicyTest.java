package io.curfew.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamPolicyTest {
    private static final SamCircumstances CALL = new SamCircumstances(
            Map.of("sim_id", "8981100000000000001", "tag_name", "名前 / a"),
            "meter-reader",
            Instant.parse("2026-11-22T23:30:00Z"),
            "10.0.0.77");

    private static final SamCircumstances FROM_NOWHERE =
            new SamCircumstances(Map.of(), "meter-reader", Instant.parse("2026-11-22T23:30:00Z"), "");

    private static boolean allows(String operation, SamCircumstances circumstances, String... documents) {
        List<SamPolicy> policies = Stream.of(documents).map(SamPolicy::parse).toList();
        return SamPolicy.allows(policies, List.of(operation), circumstances);
    }

    private static String statements(String... statements) {
        return "{\"statements\":[" + String.join(",", statements) + "]}";
    }

    private static String statement(String effect, String... api) {
        String names = String.join("\",\"", api);
        return "{\"effect\":\"" + effect + "\",\"api\":" + (api.length == 1 ? '"' + names + '"' : "[\"" + names + "\"]")
                + "}";
    }

    private static String statement(String effect, String api, String condition) {
        return "{\"effect\":\"" + effect + "\",\"api\":\"" + api + "\",\"condition\":\"" + condition + "\"}";
    }

    /** Rows: allowed names, denied names (both separated by blanks), operation, whether it is allowed. */
    @ParameterizedTest
    @CsvSource({
        "'', '', Sim:getSim, false",
        "*, '', Sim:terminateSim, true",
        "*:*, '', Sim:terminateSim, true",
        "Sim:*, '', Sim:terminateSim, true",
        "Sim:*, '', Subscriber:terminateSubscriber, false",
        "Sim:*, '', Simulation:run, false",
        "Sim:terminateSim, '', Sim:terminateSim, true",
        "Sim:terminateSim, '', Sim:terminateSims, false",
        "Sim:terminateSim, '', Sim:activateSim, false",
        "sim:terminatesim, '', Sim:terminateSim, false",
        "Subscriber:list*, '', Subscriber:listSubscribers, true",
        "Subscriber:list*, '', Subscriber:getSubscriber, false",
        "Subscriber:list*, '', Subscriber:list, true",
        "*:list*, '', Group:listGroups, true",
        "*:list*, '', Group:getGroup, false",
        "Sim:*Sim, '', Sim:getSim, true",
        "Sim:*Sim, '', Sim:listSims, false",
        "Sim:g*S*m, '', Sim:getSim, true",
        "Sim, '', Sim:getSim, false",
        "Sim:getSim Query:searchSims, '', Query:searchSims, true",
        "*, Sim:terminateSim, Sim:terminateSim, false",
        "*, Sim:terminateSim, Sim:getSim, true",
        "Sim:terminateSim, *, Sim:terminateSim, false",
        "Sim:*, Sim:terminate* Sim:delete*, Sim:deleteTag, false",
        "Sim:*, Sim:terminate* Sim:delete*, Sim:putTags, true",
        "'', Sim:*, Sim:getSim, false",
    })
    void denialOutweighsAllowanceAndNothingIsAllowedOtherwise(
            String allowed, String denied, String operation, boolean expected) {
        // Given
        String[] statements = Stream.of(Map.entry("allow", allowed), Map.entry("deny", denied))
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> statement(entry.getKey(), entry.getValue().split(" ", -1)))
                .toArray(String[]::new);
        String[] reversed = statements.clone();
        java.util.Collections.reverse(Arrays.asList(reversed));
        // Then
        assertThat(allows(operation, CALL, statements(statements))).isEqualTo(expected);
        assertThat(allows(operation, CALL, statements(reversed))).isEqualTo(expected);
    }

    @Test
    void documentsAreWeighedTogether() {
        // Given
        String own = statements(statement("allow", "Sim:*"));
        String role = statements(statement("deny", "Sim:terminateSim"));
        // Then
        assertThat(allows("Sim:terminateSim", CALL, own)).isTrue();
        assertThat(allows("Sim:terminateSim", CALL, own, role)).isFalse();
        assertThat(allows("Sim:terminateSim", CALL, role, own)).isFalse();
        assertThat(allows("Sim:getSim", CALL, role, own)).isTrue();
        assertThat(allows("Sim:getSim", CALL)).isFalse();
        assertThat(allows("Sim:getSim", CALL, statements())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "pathVariable('sim_id') == '8981100000000000001'; true",
                "pathVariable('sim_id') == '8981100000000000002'; false",
                "pathVariable('sim_id') != '8981100000000000001'; false",
                "pathVariable('sim_id') != '8981100000000000002'; true",
                "'8981100000000000001' == pathVariable('sim_id'); true",
                "pathVariable('tag_name') == '名前 / a'; true",
                "pathVariable('imsi') == '440100000000001'; false",
                "pathVariable('imsi') != '440100000000001'; false",
                "samUserName == 'meter-reader'; true",
                "samUserName == 'Meter-Reader'; false",
                "samUserName != 'somebody'; true",
                "pathVariable('sim_id') == samUserName; false",
                "currentDate >= date(2026, 1, 1); true",
                "currentDate >= date(2026, 11, 22); true",
                "currentDate == date(2026,11,22); true",
                "currentDate > date(2026, 11, 22); false",
                "currentDate < date(2026, 11, 23); true",
                "currentDate <= date(2026, 11, 21); false",
                "currentDate != date(2026, 11, 21); true",
                "date(2026, 11, 1) < currentDate; true",
                "ipAddress('10.0.0.0/24'); true",
                "ipAddress('10.0.1.0/24'); false",
                "ipAddress('10.0.0.76/31'); true",
                "ipAddress('10.0.0.77'); true",
                "ipAddress('10.0.0.78'); false",
                "ipAddress('0.0.0.0/0'); true",
                "ipAddress('::ffff:10.0.0.77'); true",
                "ipAddress('::ffff:10.0.0.0/120'); true",
                "ipAddress('::ffff:10.0.1.0/120'); false",
                "ipAddress('::/0'); false",
                "ipAddress('2001:db8::/32'); false",
                "samUserName == 'meter-reader' and ipAddress('10.0.0.0/8'); true",
                "samUserName == 'meter-reader' and ipAddress('11.0.0.0/8'); false",
                "samUserName == 'x' or ipAddress('10.0.0.0/8'); true",
                "samUserName == 'x' or ipAddress('11.0.0.0/8'); false",
                "samUserName == 'x' and samUserName == 'y' or samUserName == 'meter-reader'; true",
                "samUserName == 'x' and (samUserName == 'y' or samUserName == 'meter-reader'); false",
                "((samUserName == 'meter-reader')); true",
                "not samUserName == 'x'; true",
                "!(samUserName == 'x') && !ipAddress('11.0.0.0/8') || samUserName == 'y'; true",
            })
    void conditionSwitchesItsStatement(String condition, boolean expected) {
        assertThat(allows("Sim:getSim", CALL, statements(statement("allow", "Sim:*", condition))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipAddress('10.0.0.0/8')",
                "not ipAddress('10.0.0.0/8')",
                "pathVariable('sim_id') != 'x'",
                "ipAddress('10.0.0.0/8') and samUserName == 'meter-reader'",
                "ipAddress('10.0.0.0/8') or samUserName == 'x'"
            })
    void conditionThatCannotBeToldAllowsNothingAndDenies(String condition) {
        // Given
        String allowing = statements(statement("allow", "*", condition));
        String denying = statements(statement("allow", "*"), statement("deny", "*", condition));
        // Then
        assertThat(allows("Sim:listSims", FROM_NOWHERE, allowing)).isFalse();
        assertThat(allows("Sim:listSims", FROM_NOWHERE, denying)).isFalse();
    }

    @Test
    void whatCanBeToldAllTheSameIsTold() {
        // Given
        String allowed =
                statements(statement("allow", "*", "ipAddress('10.0.0.0/8') or samUserName == 'meter-reader'"));
        String denied = statements(
                statement("allow", "*"), statement("deny", "*", "ipAddress('10.0.0.0/8') and samUserName == 'x'"));
        String absent = statements(statement("allow", "*"), statement("deny", "*", "pathVariable('sim_id') == 'x'"));
        // Then
        assertThat(allows("Sim:listSims", FROM_NOWHERE, allowed)).isTrue();
        assertThat(allows("Sim:listSims", FROM_NOWHERE, denied)).isTrue();
        assertThat(allows("Sim:listSims", FROM_NOWHERE, absent)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"statements\":{}}",
                "{\"statements\":[\"allow\"]}",
                "{\"statements\":[{}]}",
                "{\"statements\":[{\"effect\":\"allow\"}]}",
                "{\"statements\":[{\"api\":\"*\"}]}",
                "{\"statements\":[{\"effect\":\"permit\",\"api\":\"*\"}]}",
                "{\"statements\":[{\"effect\":true,\"api\":\"*\"}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"api\":[]}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"api\":[1]}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"api\":\"\"}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"api\":\"Sim:getSim extra\"}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"api\":\"Sim:.*\"}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"api\":\"*\",\"condition\":1}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"api\":\"*\"}]} {}",
                "{\"statements\":[{\"effect\":\"allow\",\"effect\":\"deny\",\"api\":\"*\"}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"api\":\"*\"}]"
            })
    void malformedDocumentIsRefused(String document) {
        assertInvalid(document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "samUserName",
                "samUserName ==",
                "samUserName = 'x'",
                "samUserName == 'x",
                "samUserName == x",
                "samUserName < 'x'",
                "samUserName == 'x' samUserName == 'y'",
                "samUserName == 'x' and",
                "or samUserName == 'x'",
                "(samUserName == 'x'",
                "samUserName == 'x')",
                "samUserName == currentDate",
                "currentDate >= '2026-01-01'",
                "currentDate >= date(2026, 13, 1)",
                "currentDate >= date(2026, 2, 30)",
                "currentDate >= date(2026, 1)",
                "pathVariable(sim_id) == 'x'",
                "pathVariable('sim_id', 'x') == 'x'",
                "queryParameter('x') == 'y'",
                "ipAddress('10.0.0.0/33')",
                "ipAddress('10.0.0/24')",
                "ipAddress('10.0.0.999')",
                "ipAddress('987.65.43.210')",
                "ipAddress('10.0.0.1/')",
                "ipAddress('10.0.0.1/-1')",
                "ipAddress('10.0.0.1/8/8')",
                "ipAddress('fe80::1%eth0')",
                "ipAddress('[::1]')",
                "ipAddress('::ffff:10.0.0.0/24')",
                "ipAddress('::1::2')",
                "ipAddress('')",
                "ipAddress('example.com')",
                "ipAddress('10.0.0.0/8') == 'x'",
                "T(java.lang.Runtime).getRuntime()",
                "samUserName == 'x' ; samUserName"
            })
    void malformedConditionIsRefused(String condition) {
        assertInvalid(statements(statement("allow", "*", condition)));
    }

    @Test
    void deepNestingIsRefusedAndNotFollowed() {
        assertInvalid(statements(statement("allow", "*", "(".repeat(2000) + "samUserName == 'x'" + ")".repeat(2000))));
        assertInvalid(statements(statement("allow", "*", "not ".repeat(2000) + "samUserName == 'x'")));
        assertInvalid(" ".repeat(20_001));
        assertInvalid("[".repeat(5_000));
    }

    private static void assertInvalid(String document) {
        assertThatThrownBy(() -> SamPolicy.parse(document))
                .isInstanceOfSatisfying(
                        DomainException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.POLICY_INVALID));
    }

    @Test
    void trustIsByName() {
        // Given
        SamTrustPolicy policy = SamTrustPolicy.parse("""
                {"statements":[{"effect":"allow","principal":{"soracom":[
                    "srn:soracom:OP0012345678::Operator:OP0012345678",
                    "srn:soracom:OP0012345678::User:sam: 1"]}},
                  {"effect":"deny","principal":{"soracom":"srn:soracom:OP0012345678::User:evil"}},
                  {"effect":"allow","principal":{"soracom":["srn:soracom:OP0012345678::User:evil",
                    "srn:soracom:OP0012345678::User:far"]},"condition":"ipAddress('11.0.0.0/8')"}]}""");
        // Then
        assertThat(policy.trusts(SamTrustPolicy.principal("OP0012345678", null), CALL))
                .isTrue();
        assertThat(policy.trusts(SamTrustPolicy.principal("OP0012345678", "sam: 1"), CALL))
                .isTrue();
        assertThat(policy.trusts(SamTrustPolicy.principal("OP0012345678", "sam"), CALL))
                .isFalse();
        assertThat(policy.trusts(SamTrustPolicy.principal("OP0012345679", null), CALL))
                .isFalse();
        assertThat(policy.trusts(SamTrustPolicy.principal("OP0012345678", "evil"), CALL))
                .isFalse();
        assertThat(policy.trusts(SamTrustPolicy.principal("OP0012345678", "far"), CALL))
                .isFalse();
    }

    @Test
    void trustInServicesIsTakenAndTrustsNobody() {
        // Given
        SamTrustPolicy services = SamTrustPolicy.parse("""
                {"statements":[{"effect":"allow","principal":{"service":["Flux"]}},
                  {"effect":"allow","principal":{"service":"Flux"}}]}""");
        SamTrustPolicy both = SamTrustPolicy.parse("""
                {"statements":[{"effect":"allow","principal":{"service":["Flux"],
                    "soracom":"srn:soracom:OP0012345678::User:sam"}}]}""");
        // Then
        assertThat(services.trusts(SamTrustPolicy.principal("OP0012345678", "Flux"), CALL))
                .isFalse();
        assertThat(services.trusts("Flux", CALL)).isFalse();
        assertThat(both.trusts(SamTrustPolicy.principal("OP0012345678", "sam"), CALL))
                .isTrue();
        assertThat(both.trusts("Flux", CALL)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statements\":[{\"effect\":\"allow\"}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"principal\":\"*\"}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"soracom\":[]}}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"principal\":{}}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"service\":[]}}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"service\":[1]}}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"service\":[\"\"]}}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"service\":[\"Flux\"],\"soracom\":[1]}}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"soracom\":[\"*\"]}}]}",
                "{\"statements\":[{\"effect\":\"allow\",\"principal\":{\"soracom\":\"srn:soracom:OP1::User:x\"}}]}"
            })
    void malformedTrustIsRefused(String document) {
        assertThatThrownBy(() -> SamTrustPolicy.parse(document))
                .isInstanceOfSatisfying(
                        DomainException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.POLICY_INVALID));
    }

    /** Rows: pattern, operation, whether it matches. */
    @ParameterizedTest
    @CsvSource({
        "*, Sim:getSim, true",
        "**, Sim:getSim, true",
        "*:*, SimgetSim, false",
        "Sim:*Sim, Sim:Sim, true",
        "Sim:S*Sim, Sim:Sim, false",
        "*im*, Sim:getSim, true",
        "*im*im, Sim:getSim, true",
        "*im*im*im, Sim:getSim, false",
        "S*m:get*, Sim:getSim, true",
        "Sim:getSim*, Sim:getSim, true",
        "*Sim:getSim, Sim:getSim, true",
        "Sim:getSimulation, Sim:getSim, false",
    })
    void starStandsForAnyPart(String pattern, String operation, boolean expected) {
        assertThat(SamWildcard.parse(pattern).matches(operation)).isEqualTo(expected);
        assertThat(operation.matches(pattern.replaceAll("\\*+", ".*")))
                .as("the same as by a regular expression")
                .isEqualTo(expected);
    }

    /** Rows: allowed names, denied names, whether an operation that was renamed is allowed. */
    @ParameterizedTest
    @CsvSource({
        "Group:putTags, Sim:*, true",
        "Group:putGroupTags, Sim:*, true",
        "Group:put*Tags, Sim:*, true",
        "*, Group:putTags, false",
        "*, Group:putGroupTags, false",
        "*, Group:putGroup*, false",
        "Group:putTags, Group:putGroupTags, false",
        "Group:putGroupTags, Group:putTags, false",
        "Group:deleteGroup, Sim:*, false"
    })
    void operationIsMeantByItsFormerNameToo(String allowed, String denied, boolean expected) {
        // Given
        List<SamPolicy> policies =
                List.of(SamPolicy.parse(statements(statement("allow", allowed), statement("deny", denied))));
        List<String> names = List.of("Group:putTags", "Group:putGroupTags");
        // Then
        assertThat(SamPolicy.allows(policies, names, CALL)).isEqualTo(expected);
        assertThat(SamPolicy.denies(policies, names, CALL)).isEqualTo(denied.startsWith("Group"));
    }

    @Test
    void noPatternIsSlow() {
        // Given a pattern that a backtracking matcher tries in every way there is, 400 times in a document
        String slow = "*a".repeat(14) + "*";
        String[] names = Stream.generate(() -> slow).limit(400).toArray(String[]::new);
        for (int i = 0; i < names.length; i++) {
            names[i] = names[i] + "b" + i;
        }
        SamPolicy policy = SamPolicy.parse(statements(statement("allow", names)));
        String operation = "a".repeat(60) + ":" + "a".repeat(60);
        // When
        long start = System.nanoTime();
        boolean allowed = SamPolicy.allows(List.of(policy), List.of(operation), CALL);
        // Then
        assertThat(allowed).isFalse();
        assertThat(System.nanoTime() - start)
                .as("a backtracking matcher does not end")
                .isLessThan(2_000_000_000L);
    }

    @Test
    void longConditionIsReadAndTold() {
        // Given as many parts as fit into a document
        String parts = "'a'=='b'or ".repeat(1_700);
        // Then
        assertThat(allows("Sim:getSim", CALL, statements(statement("allow", "*", parts + "'a'=='a'"))))
                .isTrue();
        assertThat(allows("Sim:getSim", CALL, statements(statement("allow", "*", parts + "'a'=='c'"))))
                .isFalse();
        assertThat(allows("Sim:getSim", CALL, statements(statement("allow", "*", parts + "'a'!=pathVariable('x')"))))
                .isFalse();
        assertThat(allows(
                        "Sim:getSim",
                        CALL,
                        statements(statement("allow", "*"), statement("deny", "*", parts + "'a'!=pathVariable('x')"))))
                .as("what cannot be told denies")
                .isFalse();
    }
}
