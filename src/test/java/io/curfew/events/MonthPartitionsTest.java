package io.curfew.events;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Database.Stranger;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Months that no other test comes near: far ahead, and long ago. */
@CurfewTest
class MonthPartitionsTest {
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("uuuu_MM");
    private static final String TENANT = "ACmonths";
    private static final long MORE_THAN_A_PAGE = MonthPartition.PAGE + 100L;

    @Inject
    MonthPartitions partitions;

    @Inject
    Database database;

    private YearMonth thisMonth() {
        return YearMonth.from(
                ((OffsetDateTime) database.column("select clock_timestamp()").get(0))
                        .withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static String name(String parent, YearMonth month) {
        return parent + "_" + month.format(SUFFIX);
    }

    private static List<String> ofAll(YearMonth month) {
        return MonthPartition.PARENTS.stream()
                .map(parent -> name(parent, month))
                .toList();
    }

    private List<Object> attached(YearMonth month) {
        return database.column(
                "select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                        + " where c.relkind = 'r' and c.relname like '%' || $1 order by 1",
                month.format(SUFFIX));
    }

    private void record(OffsetDateTime at, long rows) {
        database.execute(
                "insert into audit_entry (tenant_id, recorded_at, occurred_at, account_id, action, actor_kind,"
                        + " actor_id, door, subject, detail)"
                        + " select $1, $2::timestamptz + make_interval(secs => n), $2, $1, 'test', 'WORKER',"
                        + " 'test', 'worker', n::text, '{}' from generate_series(1, $3::int) n",
                TENANT,
                at,
                (int) rows);
    }

    private List<List<Object>> recorded(OffsetDateTime from) {
        return database.rows(
                "select tableoid::regclass::text, count(*), count(distinct id) from audit_entry"
                        + " where tenant_id = $1 and occurred_at = $2 group by 1",
                TENANT,
                from);
    }

    private List<String> create() {
        return await(partitions::createAhead);
    }

    private List<String> detach(Duration retention) {
        return await(() -> partitions.detachOlderThan(retention));
    }

    private static OffsetDateTime tenth(YearMonth month) {
        return month.atDay(10).atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    private List<Object> triggers(String table) {
        return database.column(
                "select tgname::text from pg_trigger where tgrelid = to_regclass($1) and tgenabled = 'O' order by 1",
                table);
    }

    @Test
    void startMadeThisMonthAndTheNextTwoAndAnotherRunMakesNothing() {
        // Given
        YearMonth now = thisMonth();
        // Then
        for (int ahead = 0; ahead < 3; ahead++) {
            assertThat(attached(now.plusMonths(ahead))).isEqualTo(ofAll(now.plusMonths(ahead)));
        }
        assertThat(create()).isEmpty();
    }

    @Test
    void monthIsLikeItsParent() {
        // Given
        YearMonth month = thisMonth().plusMonths(3);
        // When
        List<String> created = await(() -> partitions.createAhead(3));
        // Then
        assertThat(created).isEqualTo(ofAll(month));
        String made = name("audit_entry", month);
        assertThat(indexes(made)).isNotEmpty().isEqualTo(indexes("audit_entry_default"));
        assertThat(triggers(made)).containsExactly("audit_entry_append_only", "audit_entry_queue");
        assertThat(database.count(
                        "select count(*) from pg_constraint where conrelid = to_regclass($1) and contype = 'c'", made))
                .isZero();
        record(tenth(month), 1);
        assertThat(recorded(tenth(month))).containsExactly(List.of(made, 1L, 1L));
    }

    /** Columns of each index. */
    private List<Object> indexes(String table) {
        return database.column(
                "select regexp_replace(indexdef, '^.* USING ', '') from pg_indexes where tablename = $1 order by 1",
                table);
    }

    @Test
    void rowsOfTheDefaultPartitionMoveIntoTheirMonthsAndDoNotStopOthers() {
        // Given: months apart, the first one with more than a page
        YearMonth first = thisMonth().plusMonths(14);
        YearMonth second = thisMonth().plusMonths(17);
        record(tenth(first), MORE_THAN_A_PAGE);
        record(tenth(second), 3);
        assertThat(recorded(tenth(first)))
                .containsExactly(List.of("audit_entry_default", MORE_THAN_A_PAGE, MORE_THAN_A_PAGE));
        // When
        List<String> made = await(partitions::createAhead);
        // Then
        assertThat(made).containsExactly(name("audit_entry", first), name("audit_entry", second));
        assertThat(recorded(tenth(first)))
                .containsExactly(List.of(name("audit_entry", first), MORE_THAN_A_PAGE, MORE_THAN_A_PAGE));
        assertThat(recorded(tenth(second))).containsExactly(List.of(name("audit_entry", second), 3L, 3L));
        assertThat(database.count("select count(*) from audit_entry_default where tenant_id = $1", TENANT))
                .isZero();
        assertThat(triggers("audit_entry_default")).containsExactly("audit_entry_append_only", "audit_entry_queue");
        assertThat(create()).isEmpty();
    }

    @Test
    void monthThatWasCutOffInTheMiddleIsGoneOnWith() {
        // Given: created, and half copied
        YearMonth month = thisMonth().plusMonths(21);
        record(tenth(month), 10);
        MonthPartition partition = new MonthPartition("audit_entry", month);
        database.execute(partition.create());
        database.execute(
                "insert into " + partition.name()
                        + " select * from audit_entry_default where occurred_at = $1 order by recorded_at limit 4",
                tenth(month));
        // When
        await(partitions::createAhead);
        // Then
        assertThat(recorded(tenth(month))).containsExactly(List.of(partition.name(), 10L, 10L));
    }

    @Test
    void openTransactionInTheWayIsTriedAgainAndHoldsUpNobody() throws Exception {
        // Given: somebody reads the default partition, somebody else writes
        YearMonth month = thisMonth().plusMonths(25);
        record(tenth(month), 2);
        CompletableFuture<List<String>> making;
        try (Stranger reader = database.stranger();
                Stranger writer = database.stranger()) {
            reader.rows("select count(*) from audit_entry_default");
            writer.rows(
                    "insert into audit_entry (tenant_id, occurred_at, account_id, action, actor_kind, actor_id, door,"
                            + " subject, detail) values ($1, now(), $1, 'test', 'WORKER', 'test', 'worker', 'x', '{}')",
                    TENANT);
            // When
            making = CompletableFuture.supplyAsync(() -> await(partitions::createAhead));
            // Then: written and read meanwhile
            for (int i = 0; i < 5; i++) {
                record(tenth(thisMonth()), 1);
                assertThat(recorded(tenth(month))).containsExactly(List.of("audit_entry_default", 2L, 2L));
            }
            assertThat(making).isNotDone();
        }
        assertThat(making.get(30, TimeUnit.SECONDS)).containsExactly(name("audit_entry", month));
        assertThat(recorded(tenth(month))).containsExactly(List.of(name("audit_entry", month), 2L, 2L));
    }

    @Test
    void oldMonthsAreDetachedAndKeepTheirRows() {
        // Given
        YearMonth old = thisMonth().minusMonths(30);
        record(tenth(old), 2);
        assertThat(create()).containsExactly(name("audit_entry", old));
        assertThat(detach(Duration.ofDays(31 * 32))).isEmpty();
        // When
        List<String> detached = detach(Duration.ofDays(28 * 30));
        // Then
        assertThat(detached).containsExactly(name("audit_entry", old));
        assertThat(recorded(tenth(old))).isEmpty();
        assertThat(database.count("select count(*) from " + name("audit_entry", old)))
                .isEqualTo(2);
        database.execute("drop table " + name("audit_entry", old));
    }
}
