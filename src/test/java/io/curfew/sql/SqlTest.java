package io.curfew.sql;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curfew.testing.CurfewTest;
import io.quarkus.hibernate.reactive.panache.Panache;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@CurfewTest
class SqlTest {
    private static final Instant AT = Instant.parse("2026-02-03T04:05:06.789012Z");
    private static final byte[] BYTES = "bytes".getBytes(StandardCharsets.UTF_8);

    @Inject
    Autocommit autocommit;

    @Test
    void argumentsAndColumnsOfEveryTypeComeBack() {
        String statement = """
                select $1::text as t, $2::bigint as n, $3::boolean as b, $4::timestamptz as at, $5::text as day,
                    $6::bytea as bytes, $7::text[] as texts, $8::numeric as decimal, $9::text as missing,
                    '3e5a2a44-9c41-4a8e-8d56-0b6e0f4f3a11'::uuid as id, 0.5::double precision as half
                """;
        Function<Row, List<Object>> reading = row -> List.of(
                row.string("t"),
                row.number("n"),
                row.integer(1),
                row.bool("b"),
                row.instant("at"),
                row.string(4),
                new String(row.bytes("bytes"), StandardCharsets.UTF_8),
                row.strings("texts"),
                String.valueOf(row.decimalOrNull("decimal")),
                String.valueOf(row.stringOrNull("missing")),
                row.uuid("id"),
                row.fraction(10));
        Object[] arguments = {
            "text", 7, true, AT, DayOfWeek.FRIDAY, BYTES, List.of("a,b", "c"), new BigDecimal("1.50"), null
        };
        List<Object> expected = List.of(
                "text",
                7L,
                7,
                true,
                AT,
                "FRIDAY",
                "bytes",
                List.of("a,b", "c"),
                "1.50",
                "null",
                UUID.fromString("3e5a2a44-9c41-4a8e-8d56-0b6e0f4f3a11"),
                0.5);
        assertThat(await(() -> autocommit.of(statement, arguments).exactlyOne(reading)))
                .isEqualTo(expected);
        assertThat(await(() -> Panache.withTransaction(
                        () -> Sql.of(statement, arguments).exactlyOne(reading))))
                .isEqualTo(expected);
    }

    @Test
    void columnsHavePlaces() {
        Sql statement = autocommit.of("select 1 as a, 2 as b");
        List<Integer> read = await(() -> statement.list(row -> row.integer(row.place("b"))));
        assertThat(read).containsExactly(2);
        assertThatThrownBy(() -> await(() -> statement.one(row -> row.place("c"))))
                .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void oneIsNullForNoRowAndRefusesSeveral() {
        Integer none = await(() -> rows(0).one(row -> row.integer(0)));
        assertThat(none).isNull();
        Integer one = await(() -> rows(1).one(row -> row.integer(0)));
        assertThat(one).isEqualTo(1);
        assertThatThrownBy(() -> await(() -> rows(2).one(row -> row.integer(0))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> await(() -> rows(0).exactlyOne(row -> row.integer(0))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(await(() -> rows(3).list(row -> row.integer(0)))).containsExactly(1, 2, 3);
    }

    private Sql rows(int count) {
        return autocommit.of("select generate_series(1, $1::integer)", count);
    }

    @Test
    void nullThatMustNotBeIsRefusedByName() {
        @Nullable Object nothing = null;
        assertThatThrownBy(() -> await(() ->
                        autocommit.of("select $1::text as nobody", nothing).one(row -> row.string("nobody"))))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void statementOfASessionIsOfItsTransaction() {
        assertThatThrownBy(() -> await(() -> Panache.withTransaction(() -> Sql.of(
                                "create temporary table sql_test on commit drop as select 1 as id")
                        .update()
                        .chain(() -> Sql.named("insert into sql_test values (:id), (:id)", Map.of("id", 2))
                                .update())
                        .chain(count -> Sql.of("select count(*) from sql_test where id = $1", count)
                                .exactlyOne(row -> row.number(0)))
                        .invoke(found -> {
                            throw new IllegalStateException("found " + found);
                        }))))
                .hasMessage("found 2");
    }

    @Test
    void statementAheadIsExecutedFirstAndFailsTheOther() {
        String seen =
                await(() -> Panache.withTransaction(() -> Sql.of("select set_config('curfew.test', $1, true)", "ahead")
                        .ahead(() -> Sql.of("select current_setting('curfew.test', true)")
                                .exactlyOne(row -> row.string(0)))));
        assertThat(seen).isEqualTo("ahead");
        assertThatThrownBy(() -> await(() -> Panache.withTransaction(() -> Sql.of("select 1 / $1::integer", 0)
                        .ahead(() -> Sql.of("select 1").exactlyOne(row -> row.integer(0))))))
                .hasStackTraceContaining("division by zero");
    }

    @Test
    void scriptRunsSeveralStatements() {
        assertThat(await(() -> autocommit.script("select 1; select 2 union select 3")))
                .isEqualTo(2);
    }
}
