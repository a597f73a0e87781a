package io.curfew.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.lifecycle.LifecycleStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pairs of status and plan that a statement compares with. */
class AllowedAccountsTest {
    @Test
    void holdsEveryPairThatTheRuleAllowsAndNoOther() {
        // When
        AllowedAccounts allowed = AllowedAccounts.where((status, type) ->
                status == LifecycleStatus.ACTIVE || (status == LifecycleStatus.SUSPENDED && type == AccountType.FULL));
        // Then
        assertThat(allowed)
                .isEqualTo(new AllowedAccounts(
                        List.of("ACTIVE", "ACTIVE", "SUSPENDED"), List.of("FULL", "TRIAL", "FULL")));
    }
}
