package io.curfew.dialects.msads;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.msads.wire.CustomerManagement;
import io.curfew.testing.CurfewTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What operations are for, where the access matrix asks what each of them does. */
@CurfewTest
class MsAdsOperationsTest {
    @Inject
    MsAdsOperations operations;

    @Test
    void everyOperationNamesItsAct() {
        assertThat(CustomerManagement.OPERATIONS)
                .hasSizeGreaterThan(10)
                .allSatisfy(operation -> assertThat(operations.action(operation.name()))
                        .as(operation.name())
                        .isPresent());
    }
}
