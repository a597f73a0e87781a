package io.curfew.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountType;
import io.curfew.accounts.AccountView;
import io.curfew.events.Actor;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.Standing;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperatorCallerTest {
    private static final Instant T0 = Instant.parse("2027-03-01T10:00:00Z");
    private static final AccountView OPERATOR = new AccountView(
            "AC1",
            "AC1",
            null,
            "operator",
            AccountType.FULL,
            LifecycleStatus.ACTIVE,
            new Standing(LifecycleStatus.ACTIVE, null, null, null),
            null,
            null,
            new AccountView.DoorIds("OP0000000001", "1", null, null),
            T0,
            T0,
            null,
            null,
            0);

    private static OperatorCaller caller(@Nullable String userId, @Nullable SwitchedFrom switched) {
        return new OperatorCaller(OPERATOR, "OP0000000001", "session", "credential", userId, userId, null, switched);
    }

    @Test
    void whoHasNoUserIsTheRootUser() {
        assertThat(caller(null, null).isRoot()).isTrue();
        assertThat(caller("meter", null).isRoot()).isFalse();
        assertThat(caller("meter", null).tenantId()).isEqualTo("AC1");
    }

    @Test
    void keysOfWhoeverHasSwitchedAreNotThoseOfTheUser() {
        OperatorCaller user = caller("meter", null);
        OperatorCaller one = caller("meter", new SwitchedFrom("OP0000000002", "theirs", null, null, T0));
        OperatorCaller other = caller("meter", new SwitchedFrom("OP0000000003", "theirs", null, null, T0));
        assertThat(user.idempotencyId()).isEqualTo("credential");
        assertThat(one.idempotencyId()).isNotEqualTo(user.idempotencyId()).isNotEqualTo(other.idempotencyId());
    }

    @Test
    void auditNamesTheUserAndWhoeverHasSwitchedToIt() {
        assertThat(caller("meter", null).actor("soracom"))
                .isEqualTo(new Actor(Actor.Kind.CUSTOMER, "credential", "soracom"));
        assertThat(caller("meter", new SwitchedFrom("OP0000000002", "theirs", "nurse", "nurse", T0))
                        .actor("soracom")
                        .trace())
                .isEqualTo(Map.of(
                        "switchedFrom", Map.of("operator", "OP0000000002", "credential", "theirs", "user", "nurse")));
    }
}
