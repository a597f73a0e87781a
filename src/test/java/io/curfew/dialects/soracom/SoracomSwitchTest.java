package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomAuthTest.PASSWORD;
import static io.curfew.dialects.soracom.SoracomAuthTest.assertDead;
import static io.curfew.dialects.soracom.SoracomAuthTest.isAlive;
import static io.curfew.dialects.soracom.SoracomEndingPairsTest.ALLOW_ALL;
import static io.curfew.dialects.soracom.SoracomEndingPairsTest.sam;
import static io.curfew.dialects.soracom.SoracomEndingPairsTest.switchTo;
import static io.curfew.dialects.soracom.SoracomEndingPairsTest.trust;
import static io.curfew.dialects.soracom.SoracomHttp.as;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.get;
import static io.curfew.dialects.soracom.SoracomHttp.login;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static io.curfew.dialects.soracom.SoracomHttp.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Switching to another user: who may, and what it gives. */
@CurfewTest
class SoracomSwitchTest {
    @Inject
    Operators operators;

    @Inject
    SettableClock clock;

    @Test
    void trustedUserSwitches() {
        // Given
        Operator operator = operators.operator();
        Pair root = root(operator);
        sam(operator, root, "meter", ALLOW_ALL);
        trust(operator, root, "meter", "srn:soracom:" + operator.id() + "::Operator:" + operator.id());
        // When
        Response response = switchTo(root, operator, "meter");
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.<String>path("userName")).isEqualTo("meter");
        assertThat(response.<String>path("operatorId")).isEqualTo(operator.id());
        Pair switched = Pair.of(response);
        assertThat(isAlive(switched, operator)).isTrue();
        assertThat(isAlive(root, operator)).isTrue();
        clock.advance(Duration.ofHours(1));
        assertDead(switched, operator);
    }

    @Test
    void usersOfAnotherOperatorSwitchIfTrusted() {
        // Given
        Operator operator = operators.operator();
        Pair root = root(operator);
        sam(operator, root, "meter", ALLOW_ALL);
        Operator other = operators.operator();
        Pair otherRoot = root(other);
        Pair guest = sam(other, otherRoot, "guest", ALLOW_ALL);
        trust(operator, root, "meter", "srn:soracom:" + other.id() + "::User:guest");
        // When
        Response response = switchTo(guest, operator, "meter");
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(isAlive(Pair.of(response), operator)).isTrue();
        assertError(get(Pair.of(response), under(other, "")), 404, "SEM9002");
        assertError(switchTo(otherRoot, operator, "meter"), 400, "AUM9004");
    }

    @Test
    void switchedUsersIdempotencyKeyIsNotTheTargets() {
        // Given a user, and two who switch to it
        Operator operator = operators.operator();
        Pair root = root(operator);
        sam(operator, root, "meter", ALLOW_ALL);
        Pair guest = sam(operator, root, "guest", ALLOW_ALL);
        String everybody = "srn:soracom:" + operator.id() + "::";
        post(root, under(operator, "/users/meter/password"), Map.of("password", PASSWORD));
        Pair own = Pair.of(login(Map.of("operatorId", operator.id(), "userName", "meter", "password", PASSWORD)));
        trust(operator, root, "meter", everybody + "Operator:" + operator.id() + "\",\"" + everybody + "User:guest");
        Pair switched = Pair.of(switchTo(root, operator, "meter"));
        Pair again = Pair.of(switchTo(root, operator, "meter"));
        Pair guests = Pair.of(switchTo(guest, operator, "meter"));
        // When
        Response first = group(own, "a");
        Response roots = group(switched, "a");
        Response other = group(guests, "b");
        // Then each has what it asked for, be it what another one asked for under that key or not
        assertThat(List.of(first.statusCode(), roots.statusCode(), other.statusCode()))
                .containsOnly(201);
        assertThat(roots.<String>path("groupId")).isNotEqualTo(first.<String>path("groupId"));
        // Then each gets its own answer again, also by switching once more
        assertThat(group(own, "a").asByteArray()).isEqualTo(first.asByteArray());
        assertThat(group(again, "a").asByteArray()).isEqualTo(roots.asByteArray());
        assertThat(group(guests, "b").asByteArray()).isEqualTo(other.asByteArray());
        assertError(group(guests, "a"), 422, "SEM9009");
    }

    private static Response group(Pair caller, String name) {
        return as(caller)
                .header("Idempotency-Key", "one")
                .contentType("application/json")
                .body(Map.of("tags", Map.of("name", name)))
                .post("/v1/groups");
    }

    @Test
    void untrustedUsersDoNotSwitch() {
        // Given
        Operator operator = operators.operator();
        Pair root = root(operator);
        Pair sam = sam(operator, root, "meter", ALLOW_ALL);
        Pair powerless = sam(operator, root, "powerless", "{\"statements\":[]}");
        trust(operator, root, "powerless", "srn:soracom:" + operator.id() + "::User:meter");
        trust(operator, root, "meter", "srn:soracom:" + operator.id() + "::User:powerless");
        String message = "You are not allowed to switch to this user.";
        // Then
        assertError(switchTo(root, operator, "meter"), 400, "AUM9004", message);
        assertError(switchTo(sam, operator, "nobody"), 400, "AUM9004", message);
        assertError(
                post(root, "/v1/auth/switch_user", Map.of("operatorId", "OP0000000000", "userName", "meter")),
                400,
                "AUM9004",
                message);
        assertError(post(root, "/v1/auth/switch_user", Map.of("userName", "meter")), 400, "SEM9001");
        assertError(
                post(
                        sam,
                        "/v1/auth/switch_user",
                        Map.of("operatorId", operator.id(), "userName", "powerless", "tokenTimeoutSeconds", 3601)),
                400,
                "SEM9001");
        assertError(switchTo(powerless, operator, "meter"), 403, "AUM9002");
    }
}
