package io.curfew.events;

import io.curfew.sql.Autocommit;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps the months of the append-only tables. A month is created apart, filled with what the default partition holds of
 * it, and then attached, which waits a fifth of a second at most for readers of the default partition and for nobody
 * else; where somebody is in the way, it is tried again. Each step is a transaction of its own and may be cut off
 * anywhere: the next run goes on from there.
 */
@ApplicationScoped
public class MonthPartitions {
    private static final int MONTHS_AHEAD = 2;
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int TRIES = 20;
    private static final Set<String> IN_THE_WAY = Set.of("55P03", "40P01");

    // Rows of other months are there when a month was not made in time.
    private static final String WANTED =
            MonthPartition.PARENTS.stream().map(parent -> """
                    select '%1$s_' || to_char(now_utc + make_interval(months => ahead), 'YYYY_MM')
                    from generate_series(0, $1) ahead, (select date_trunc('month', clock_timestamp() at time zone 'UTC') as now_utc) n
                    union
                    select '%1$s_' || to_char(recorded_at at time zone 'UTC', 'YYYY_MM') from %1$s_default
                    """.formatted(parent)).collect(Collectors.joining(" union "));

    private static final String ATTACHED = """
            select c.relname from pg_inherits i
            join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
            where p.relname = any($1) and p.relnamespace = current_schema()::regnamespace
            """;

    private final Autocommit sql;
    private final PersonalValues personal;
    private final EventsConfig config;

    MonthPartitions(Autocommit sql, PersonalValues personal, EventsConfig config) {
        this.sql = sql;
        this.personal = personal;
        this.config = config;
    }

    /**
     * Makes this month and the next two where they are missing, and every month that the default partition has rows of.
     *
     * @return the names of what was attached, in their order; fails when somebody was in the way all the time
     */
    @CheckReturnValue
    public Uni<List<String>> createAhead() {
        return createAhead(MONTHS_AHEAD);
    }

    Uni<List<String>> createAhead(int months) {
        return sql.of(WANTED, months)
                .list(row -> row.string(0))
                .chain(wanted -> attached().map(there -> {
                    List<String> missing = new ArrayList<>(wanted);
                    missing.removeAll(there);
                    missing.sort(null);
                    return missing;
                }))
                .call(missing -> forEach(missing, this::make));
    }

    /**
     * Detaches the months that ended longer ago than {@link EventsConfig#retention}, if that is set, and erases the personal
     * values of their entries: where those are kept from then on, no purge would find them.
     *
     * @return the names of what was detached, in their order; fails when somebody was in the way all the time
     */
    @CheckReturnValue
    public Uni<List<String>> detachOld() {
        Optional<Duration> retention = config.retention();
        return retention.isEmpty() ? Uni.createFrom().item(List.of()) : detachOlderThan(retention.get());
    }

    Uni<List<String>> detachOlderThan(Duration retention) {
        return sql.of("select clock_timestamp()")
                .exactlyOne(row -> row.instant(0))
                .map(now -> YearMonth.from(now.minus(retention).atOffset(ZoneOffset.UTC)))
                .chain(first -> detachBefore(first)
                        .call(() -> personal.eraseRecordedBefore(
                                first.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC))));
    }

    private Uni<List<String>> detachBefore(YearMonth first) {
        return attached()
                .map(there -> there.stream()
                        .filter(name -> MonthPartition.named(name)
                                .map(partition -> partition.month().isBefore(first))
                                .orElse(false))
                        .sorted()
                        .toList())
                .call(old -> forEach(old, partition -> patiently(partition.detach())));
    }

    private Uni<Void> make(MonthPartition partition) {
        return patiently(partition.create()).chain(() -> copy(partition)).chain(() -> patiently(partition.attach()));
    }

    private Uni<Void> copy(MonthPartition partition) {
        return sql.script(partition.copy())
                .chain(copied -> copied == 0 ? Uni.createFrom().voidItem() : copy(partition));
    }

    private Uni<Void> patiently(String statements) {
        return Uni.createFrom()
                .deferred(() -> sql.script(statements))
                .onFailure(MonthPartitions::isInTheWay)
                .retry()
                .withBackOff(PAUSE, PAUSE)
                .atMost(TRIES)
                .replaceWithVoid();
    }

    private static boolean isInTheWay(Throwable failure) {
        return failure instanceof PgException refused && IN_THE_WAY.contains(refused.getSqlState());
    }

    private static Uni<Void> forEach(List<String> names, Function<MonthPartition, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(
                        name -> step.apply(MonthPartition.named(name).orElseThrow()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<List<String>> attached() {
        return sql.of(ATTACHED, MonthPartition.PARENTS).list(row -> row.string(0));
    }
}
