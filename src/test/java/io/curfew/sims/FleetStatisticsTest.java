package io.curfew.sims;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the planner believes about the tables, releasing and purging a SIM reads what belongs to that SIM, and not what
 * its account holds besides. What was read is counted, in rows and in pages of the database, which no other load changes.
 */
@CurfewTest
class FleetStatisticsTest {
    private static final int SIMS = 1_000;

    /** A SIM takes about a hundred, with all that is written; one statement that reads the fleet for each takes a thousand. */
    private static final long MOST = 600;

    private static final List<String> TABLES = List.of(
            "account",
            "directory",
            "lifecycle_work",
            "sim",
            "sim_place",
            "sim_profile",
            "sim_session_event",
            "sim_status_history",
            "sim_stock",
            "sim_subscriber");

    /** Statistics as tables have them that were analysed at a bad moment. */
    enum Statistics {
        /** Every tenant had a row or none: the tenant alone seems to select one. */
        OF_MANY_SMALL_TENANTS("stadistinct = -1", "reltuples"),

        /** There was one tenant with one SIM: no condition seems to select anything. */
        OF_ONE_SIM("stadistinct = 1", "reltuples"),

        /** A fleet had just been purged: the tables seem to be empty, whatever their size. */
        OF_EMPTY_TABLES("stadistinct = 0", "0"),

        /** Nearly so. */
        OF_NEARLY_EMPTY_TABLES("stadistinct = -1", "20");

        private final String columns;
        private final String rows;

        Statistics(String columns, String rows) {
            this.columns = columns;
            this.rows = rows;
        }
    }

    @Inject
    SimDesk desk;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    @ConfigProperty(name = "quarkus.datasource.reactive.max-size")
    int connections;

    @AfterEach
    void analyze() {
        TABLES.forEach(table -> database.execute("analyze " + table));
    }

    @ParameterizedTest
    @EnumSource
    void endOfFleetReadsWhatBelongsToEachSim(Statistics statistics) {
        // Given
        Credentials main = accounts.main();
        SimFleet.fill(
                        main.sid(),
                        50_000_000L + 10_000L * statistics.ordinal(),
                        SIMS,
                        List.of(ExpiryAction.SUSPEND),
                        clock.now().plus(Duration.ofDays(365)),
                        Duration.ZERO)
                .forEach(database::execute);
        desk.close(main, main);
        // When
        long released = readBy(statistics, desk::runDue);
        // Then
        assertThat(database.rows("select status, count(*) from sim where tenant_id = $1 group by 1", main.sid()))
                .containsExactly(List.of("TERMINATED", (long) SIMS));
        assertThat(released / SIMS)
                .as("rows and pages for each SIM that is released")
                .isLessThan(MOST);
        // When
        clock.advance(Duration.ofDays(30));
        long purged = readBy(statistics, desk::runDue);
        // Then
        assertThat(database.count("select count(*) from sim where tenant_id = $1", main.sid()))
                .isZero();
        assertThat(purged / SIMS)
                .as("rows and pages for each SIM that is purged")
                .isLessThan(MOST);
    }

    /** How many rows and pages {@code work} reads under these statistics. */
    private long readBy(Statistics statistics, Runnable work) {
        analyze();
        String those = "= any(array['" + String.join("', '", TABLES) + "']::regclass[])";
        database.execute("update pg_statistic set stanullfrac = 0, stakind1 = 0, stakind2 = 0, stakind3 = 0,"
                + " stakind4 = 0, stakind5 = 0, " + statistics.columns + " where starelid " + those);
        database.execute("update pg_class set reltuples = " + statistics.rows + " where oid " + those);
        long before = read();
        work.run();
        return read() - before;
    }

    private long read() {
        // A session tells what it has read when it likes to, or when it is told to.
        List<Database.Stranger> all = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            all.add(database.stranger());
        }
        for (Database.Stranger one : all) {
            one.rows("select cast(pg_stat_force_next_flush() as text)");
            one.close();
        }
        return database.count("select sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit + seq_tup_read"
                + " + idx_tup_fetch) from pg_statio_user_tables join pg_stat_user_tables t using (relid)"
                + " where t.schemaname = current_schema()");
    }
}
