package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomHttp.anonymous;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.login;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.restassured.response.Response;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox, which the tests' configuration enables. */
@CurfewTest
class SoracomSandboxTest {
    @Inject
    Operators operators;

    @Inject
    Database database;

    private static Map<String, Object> request() {
        String name = Ids.base62(12);
        return new HashMap<>(Map.of(
                "email",
                name + "@example.com",
                "password",
                "correct horse",
                "authKeyId",
                "keyId-" + name,
                "authKey",
                "secret-" + name,
                "coverageTypes",
                List.of("g"),
                "registerPaymentMethod",
                true));
    }

    private static Response init(Map<String, Object> request) {
        return anonymous().contentType("application/json").body(request).post("/g/v1/sandbox/init");
    }

    @Test
    void operatorIsMadeAndFoundAgain() {
        // Given
        Map<String, Object> request = request();
        // When
        Response made = init(request);
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.jsonPath().<String, Object>getMap("$")).containsKeys("apiKey", "token", "operatorId");
        assertThat(get(Pair.of(made), "/v1/sims").statusCode()).isEqualTo(200);
        assertThat(init(request).<String>path("operatorId")).isEqualTo(made.path("operatorId"));
        assertThat(login(Map.of("authKeyId", request.get("authKeyId"), "authKey", request.get("authKey")))
                        .<String>path("operatorId"))
                .isEqualTo(made.path("operatorId"));
        assertThat(login(Map.of("email", request.get("email"), "password", request.get("password")))
                        .<String>path("operatorId"))
                .isEqualTo(made.path("operatorId"));
    }

    @Test
    void keyOfAnotherOperatorStaysItsOwn() {
        // Given
        Operator owner = operators.operator();
        Map<String, Object> request = request();
        request.put("authKeyId", owner.authKeyId());
        request.put("authKey", owner.authKey());
        // When
        Response made = init(request);
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.<String>path("operatorId")).isNotEqualTo(owner.id());
        assertThat(login(Map.of("authKeyId", owner.authKeyId(), "authKey", owner.authKey()))
                        .<String>path("operatorId"))
                .isEqualTo(owner.id());
        request.put("email", Ids.base62(12) + "@example.com");
        request.put("authKey", "secret-wrong");
        assertError(init(request), 400, "SEM9001");
    }

    @Test
    void wrongPasswordMakesNothing() {
        // Given
        Map<String, Object> request = request();
        assertThat(init(request).statusCode()).isEqualTo(201);
        request.put("password", "another");
        // When
        Response refused = init(request);
        // Then
        assertError(refused, 400, "AUM0003", "This email is already registered.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "password", "authKeyId", "authKey"})
    void everyFieldIsRequired(String field) {
        // Given
        Map<String, Object> without = request();
        without.remove(field);
        Map<String, Object> empty = request();
        empty.put(field, "");
        // Then
        assertError(init(without), 400, "SEM9001");
        assertError(init(empty), 400, "SEM9001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\t", "\u0000", "\u007f", "\u0085"})
    void emailHasNoControlCharacters(String bad) {
        // Given
        Map<String, Object> request = request();
        String email = (String) request.get("email");
        for (String wrong : List.of(email + bad, bad + email, email.replace("@", bad + "@"))) {
            request.put("email", wrong);
            // Then
            assertError(init(request), 400, "SEM9001");
        }
        assertThat(database.count("select count(*) from person where email like $1", "%" + email + "%"))
                .isZero();
    }

    @Test
    void simIsMadeRegisteredSwitchedAndTerminatedByCallsAlone() {
        // Given
        Pair root = Pair.of(init(request()));
        // When
        Response made =
                post(root, "/g/v1/sandbox/subscribers/create", Map.of("subscription", "plan01s", "bundle", List.of()));
        // Then
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.jsonPath().<String, Object>getMap("$"))
                .containsOnlyKeys(
                        "imsi",
                        "msisdn",
                        "serialNumber",
                        "registrationSecret",
                        "status",
                        "subscription",
                        "apn",
                        "operatorId",
                        "tags",
                        "createdAt",
                        "lastModifiedAt",
                        "expiryTime");
        assertThat(get(root, "/g/v1/sims").jsonPath().getList("$")).isEmpty();
        String subscriber = "/g/v1/subscribers/" + made.path("imsi");
        assertThat(post(
                                root,
                                subscriber + "/register",
                                Map.of("registrationSecret", made.<String>path("registrationSecret")))
                        .statusCode())
                .isEqualTo(201);
        assertThat(post(root, subscriber + "/activate").<String>path("status")).isEqualTo("active");
        assertThat(post(root, subscriber + "/enable_termination").statusCode()).isEqualTo(200);
        assertThat(post(root, subscriber + "/terminate").<String>path("status")).isEqualTo("terminated");
    }

    @Test
    void simIsOfTheCallsCoverageAndItsOperatorsOnly() {
        // Given
        Pair root = Pair.of(init(request()));
        Pair other = root(operators.operator());
        Response made = post(root, "/jp/v1/sandbox/subscribers/create");
        Map<String, Object> secret = Map.of("registrationSecret", made.<String>path("registrationSecret"));
        // Then
        assertThat(made.<String>path("subscription")).isEqualTo("plan-D");
        assertError(post(root, "/jp/v1/sandbox/subscribers/create", Map.of("subscription", "plan01s")), 400, "SEM9031");
        assertError(post(other, "/jp/v1/subscribers/" + made.path("imsi") + "/register", secret), 400, "SEM9030");
        assertError(anonymous().post("/jp/v1/sandbox/subscribers/create"), 401, "AUM0001");
    }

    @Test
    void sandboxIsNotThereUnlessEnabled() {
        // Given
        SoracomSandboxConfig byDefault = new SmallRyeConfigBuilder()
                .withMapping(SoracomSandboxConfig.class)
                .build()
                .getConfigMapping(SoracomSandboxConfig.class);
        SoracomSandboxResource sandbox = new SoracomSandboxResource(null, null, null, null, null, null, byDefault);
        // Then
        assertThat(byDefault.enabled()).isFalse();
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> sandbox.init(null, null))
                .matches(refusal -> refusal.code() == ErrorCode.NOT_FOUND);
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> sandbox.createSubscriber(null, null))
                .matches(refusal -> refusal.code() == ErrorCode.NOT_FOUND);
    }
}
