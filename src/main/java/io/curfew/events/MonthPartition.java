package io.curfew.events;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A month, in UTC, of a table that is partitioned by when its rows were recorded, and the statements about it.
 *
 * @param parent the table, one of {@link #PARENTS}
 * @param month the month
 */
record MonthPartition(String parent, YearMonth month) {
    /** The tables that have a partition for each month and a default one. */
    static final List<String> PARENTS = List.of("audit_entry", "outbox_event", "usage_event");

    /** How many rows of the default partition are copied at a time. */
    static final int PAGE = 5_000;

    private static final Pattern NAME = Pattern.compile("([a-z_]+)_([0-9]{4})_([0-9]{2})");
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("uuuu_MM");

    // Whoever waits for a table holds up all that come after, so nobody waits for long but tries again a moment later.
    // One replica works at a time, and the others find the work done.
    private static final String BOUNDED = """
            do $$
            begin
                perform set_config('lock_timeout', '200ms', true);
                perform pg_advisory_xact_lock(hashtext('curfew_month_partitions'));
                %s
            end
            $$
            """;

    // The check is what the partition's bounds will be: with it, attaching the table reads through nothing.
    private static final String CREATE = """
            if to_regclass('NAME') is null then
                create table NAME (like PARENT including all,
                    constraint NAME_month check (recorded_at >= 'FROM' and recorded_at < 'TO'));
            end if;""";

    private static final String COPY = """
            with last as (
                select tenant_id, recorded_at, id from NAME order by tenant_id desc, recorded_at desc, id desc limit 1)
            insert into NAME
            select d.* from PARENT_default d
            where d.recorded_at >= 'FROM' and d.recorded_at < 'TO'
                and (not exists (select from last)
                    or (d.tenant_id, d.recorded_at, d.id) > (select tenant_id, recorded_at, id from last))
            order by d.tenant_id, d.recorded_at, d.id limit LIMIT
            on conflict do nothing
            """;

    // What the default partition holds of the month changes its place in one step: no reader misses a row or sees one
    // twice. Most of it has been copied before.
    private static final String ATTACH = """
            if exists (select from pg_inherits where inhrelid = to_regclass('NAME')) then
                return;
            end if;
            lock table PARENT_default in access exclusive mode;
            if exists (select from PARENT_default where recorded_at >= 'FROM' and recorded_at < 'TO') then
                insert into NAME
                select d.* from PARENT_default d
                where d.recorded_at >= 'FROM' and d.recorded_at < 'TO' and not exists (
                    select from NAME m
                    where m.tenant_id = d.tenant_id and m.recorded_at = d.recorded_at and m.id = d.id);
                alter table PARENT_default disable trigger PARENT_append_only;
                delete from PARENT_default where recorded_at >= 'FROM' and recorded_at < 'TO';
                alter table PARENT_default enable trigger PARENT_append_only;
            end if;
            alter table PARENT attach partition NAME for values from ('FROM') to ('TO');
            alter table NAME drop constraint if exists NAME_month;""";

    private static final String DETACH = """
            if exists (select from pg_inherits where inhrelid = to_regclass('NAME')) then
                alter table PARENT detach partition NAME;
            end if;""";

    /** The month that a partition's name tells; empty for the default one. */
    static Optional<MonthPartition> named(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches() && PARENTS.contains(parts.group(1))
                ? Optional.of(new MonthPartition(
                        parts.group(1),
                        YearMonth.of(Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)))))
                : Optional.empty();
    }

    /** Its name. */
    String name() {
        return parent + "_" + month.format(SUFFIX);
    }

    /** Makes the table, where it is not there, apart from its parent. */
    String create() {
        return BOUNDED.formatted(about(CREATE));
    }

    /** Copies some rows that the default partition holds of the month into the table, as long as it stands apart. */
    String copy() {
        return about(COPY);
    }

    /** Makes the table a partition, and takes what is left of the month out of the default one. */
    String attach() {
        return BOUNDED.formatted(about(ATTACH));
    }

    /** Makes the partition a table of its own again. */
    String detach() {
        return BOUNDED.formatted(about(DETACH));
    }

    // Names and instants of our own making; a statement that makes tables takes no parameters.
    private String about(String sql) {
        return sql.replace("NAME", name())
                .replace("PARENT", parent)
                .replace(
                        "FROM",
                        month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC).toString())
                .replace(
                        "TO",
                        month.plusMonths(1)
                                .atDay(1)
                                .atStartOfDay()
                                .atOffset(ZoneOffset.UTC)
                                .toString())
                .replace("LIMIT", Integer.toString(PAGE));
    }
}
