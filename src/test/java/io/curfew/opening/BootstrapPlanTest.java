package io.curfew.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the first main account is made of. */
class BootstrapPlanTest {
    private static BootstrapService.Plan plan(Map<String, String> settings) {
        return new BootstrapService.Plan(new SmallRyeConfigBuilder()
                .withMapping(BootstrapConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(BootstrapConfig.class));
    }

    @Test
    void whatIsGivenIsTakenAndTheRestIsGeneratedAndShown() {
        // When
        BootstrapService.Plan plan = plan(Map.of(
                "curfew.bootstrap.account-sid", "AC" + "AB".repeat(16),
                "curfew.bootstrap.email", " Owner@Example.com ",
                "curfew.bootstrap.password", "secret-password"));
        // Then
        assertThat(plan.accountSid()).isEqualTo("AC" + "ab".repeat(16));
        assertThat(plan.email()).isEqualTo("owner@example.com");
        assertThat(plan.generated())
                .containsEntry("CURFEW_BOOTSTRAP_OPERATOR_ID", plan.operatorId())
                .containsEntry("CURFEW_BOOTSTRAP_CUSTOMER_ID", plan.customerId())
                .hasSize(8)
                .doesNotContainKeys("CURFEW_BOOTSTRAP_PASSWORD", "CURFEW_BOOTSTRAP_EMAIL");
    }

    @ParameterizedTest
    @CsvSource({
        "account-sid, AC12, CURFEW_BOOTSTRAP_ACCOUNT_SID",
        "operator-id, OP1, CURFEW_BOOTSTRAP_OPERATOR_ID",
        "customer-id, 012, CURFEW_BOOTSTRAP_CUSTOMER_ID",
        "email, owner, CURFEW_BOOTSTRAP_EMAIL"
    })
    void valueOfAnotherFormStopsTheStartAndIsNamed(String setting, String value, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(Map.of("curfew.bootstrap." + setting, value)))
                .withMessageContaining(named);
    }
}
