package io.curfew.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonthPartitionTest {
    static final java.util.List<String> PARENTS = MonthPartition.PARENTS;

    @ParameterizedTest
    @FieldSource("PARENTS")
    void nameTellsTableAndMonth(String parent) {
        MonthPartition december = new MonthPartition(parent, YearMonth.of(2027, 12));
        assertThat(december.name()).isEqualTo(parent + "_2027_12");
        assertThat(MonthPartition.named(december.name())).contains(december);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit_entry_default", "audit_entry", "account_2027_12", "audit_entry_2027_1", ""})
    void otherTablesAreNoMonths(String name) {
        assertThat(MonthPartition.named(name)).isEmpty();
    }

    @Test
    void monthEndsWhereTheNextOneBegins() {
        assertThat(new MonthPartition("usage_event", YearMonth.of(2027, 12)).attach())
                .contains("for values from ('2027-12-01T00:00Z') to ('2028-01-01T00:00Z')");
    }
}
