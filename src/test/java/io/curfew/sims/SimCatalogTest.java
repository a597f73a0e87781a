package io.curfew.sims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator's own rules, in a directory of theirs ({@code curfew.sims.catalog-dir}). */
class SimCatalogTest {
    private static final String COLUMNS = "name;coverages;virtual;first_status;standby;suspended;speed_classes;"
            + "default_speed_class;bundles;ready_fee;standby_fee;suspended_fee;fee_period;reactivation_fee;renewal_fee;"
            + "return_due;addable_to";
    private static final String PLAN = "plan-mine;g,jp;no;READY;no;yes;slow,fast;slow;no;none;none;none;day;no;no;yes;";
    private static final List<String> WAYS = List.of(
            "version;1",
            "from;READY;ACTIVE;INACTIVE;STANDBY;SUSPENDED;TERMINATED",
            "READY;no;yes;no;no;no;yes",
            "ACTIVE;no;same;no;no;yes;yes",
            "INACTIVE;no;yes;same;no;no;yes",
            "STANDBY;no;yes;no;same;no;yes",
            "SUSPENDED;no;yes;no;no;same;yes",
            "TERMINATED;no;no;no;no;no;no");

    @TempDir
    Path directory;

    private SimCatalog catalog() {
        return new SimCatalog(new SimsConfig() {
            @Override
            public Duration retention() {
                return Duration.ofDays(30);
            }

            @Override
            public Duration claimLease() {
                return Duration.ofMinutes(1);
            }

            @Override
            public Duration sessionHistory() {
                return Duration.ofDays(32);
            }

            @Override
            public Optional<Path> catalogDir() {
                return Optional.of(directory);
            }
        });
    }

    private void write(String file, List<String> lines) throws IOException {
        Files.write(directory.resolve(file), lines);
    }

    @Test
    void ownSubscriptionsTakeThePlaceOfThoseBuiltIn() throws IOException {
        // Given
        write("subscriptions.csv", List.of("version;1", COLUMNS, "# ours", "", PLAN));
        // When
        SimCatalog catalog = catalog();
        // Then
        SimPlan plan = catalog.of("plan-mine");
        assertThat(plan.coverages()).containsExactlyInAnyOrder(Coverage.GLOBAL, Coverage.JAPAN);
        assertThat(plan.statuses()).contains(SimStatus.SUSPENDED).doesNotContain(SimStatus.STANDBY);
        assertThat(plan.speedClasses()).containsExactly("slow", "fast");
        assertThat(plan.returnDue()).isTrue();
        assertThat(catalog.find("plan01s")).isNull();
        // Then: what is not there is as built in
        assertThat(catalog.leads(SimStatus.READY, SimStatus.INACTIVE)).isTrue();
    }

    @Test
    void ownTransitionsTakeThePlaceOfThoseBuiltIn() throws IOException {
        // Given
        write("transitions.csv", WAYS);
        // When
        SimCatalog catalog = catalog();
        // Then
        assertThat(catalog.leads(SimStatus.READY, SimStatus.ACTIVE)).isTrue();
        assertThat(catalog.leads(SimStatus.READY, SimStatus.INACTIVE)).isFalse();
        assertThat(catalog.find("plan01s")).isNotNull();
    }

    @Test
    void emptyDirectoryChangesNothing() {
        assertThat(catalog().find("plan01s")).isNotNull();
        assertThat(catalog().leads(SimStatus.READY, SimStatus.INACTIVE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan-mine;g,jp;no;READY;no;yes;slow,fast | line 3: there are 7 fields and 17 columns",
                "plan-mine;mars;no;READY;no;yes;a;a;no;none;none;none;day;no;no;yes; | line 3: no such coverage: mars",
                "plan-mine;g;maybe;READY;no;yes;a;a;no;none;none;none;day;no;no;yes; | line 3: column virtual is neither",
                "plan-mine;g;no;STANDBY;no;yes;a;a;no;none;none;none;day;no;no;yes; | line 3: first_status is one",
                "plan-mine;g;no;READY;no;yes;a;b;no;none;none;none;day;no;no;yes; | line 3: default_speed_class is not",
            })
    void mistakeIsToldWithFileAndLine(String row, String message) throws IOException {
        // Given
        write("subscriptions.csv", List.of("version;1", COLUMNS, row));
        // Then
        assertThatThrownBy(this::catalog)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(directory.resolve("subscriptions.csv") + ", " + message);
    }

    @Test
    void rowIsMissedOrThereTwice() throws IOException {
        write("transitions.csv", WAYS.subList(0, 7));
        assertThatThrownBy(this::catalog).hasMessage("transitions.csv has no row for each status");
        write("subscriptions.csv", List.of("version;1", COLUMNS, PLAN, PLAN));
        assertThatThrownBy(this::catalog).hasMessageContaining("line 4: there is another row for plan-mine");
        write("subscriptions.csv", List.of("version;2", COLUMNS, PLAN));
        assertThatThrownBy(this::catalog).hasMessageContaining("line 1: the first line is to be version;1");
    }
}
