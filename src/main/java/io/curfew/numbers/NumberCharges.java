package io.curfew.numbers;

import io.curfew.events.UsageRecorder;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The monthly charge of a number: one usage event when it is bought and one for each month after that, counted from
 * the purchase in UTC, as long as it is held. A month is charged to whoever held the number when the month began.
 */
@ApplicationScoped
class NumberCharges {
    /** The kind of the work that charges the next month. */
    static final String KIND = "number-charge";

    private static final String INSERT = UsageRecorder.recording("values ($1, $2, $3, $4, $5, 1)");

    // The number's row keeps the last month that was charged, so that no month is charged twice, however often its
    // charge is requested.
    private static final String CHARGE = """
            with month as (
                update phone_number set charged_month = $2
                where tenant_id = $1 and id = $5 and (charged_month is null or charged_month < $2)
                returning id)
            """ + UsageRecorder.recording("select $1, $2, $3, $4, id, 1 from month");

    private final WorkQueue work;

    NumberCharges(WorkQueue work) {
        this.work = work;
    }

    /** Charges the first month of a number just bought, and schedules the next. */
    Uni<Void> begin(PhoneNumber number) {
        return write(INSERT, number, number.createdAt())
                .chain(() -> work.schedule(item(number, next(number, number.createdAt()))));
    }

    /**
     * Charges the month that began at {@code dueAt} to the present holder of a locked number. Does nothing when that
     * month is charged already.
     */
    Uni<Void> charge(PhoneNumber number, Instant dueAt) {
        return write(CHARGE, number, dueAt);
    }

    private static Uni<Void> write(String sql, PhoneNumber number, Instant dueAt) {
        return Sql.of(sql, number.tenantId(), dueAt, number.accountId(), category(number.type()), number.id())
                .update()
                .replaceWithVoid();
    }

    /** When the month after the one that began at {@code dueAt} begins. */
    static Instant next(PhoneNumber number, Instant dueAt) {
        LocalDateTime bought = LocalDateTime.ofInstant(number.createdAt(), ZoneOffset.UTC);
        LocalDateTime due = LocalDateTime.ofInstant(dueAt, ZoneOffset.UTC);
        long months = ChronoUnit.MONTHS.between(bought, due);
        // For a purchase on the 31st, the charge of a shorter month falls on its last day. Counting from the purchase
        // keeps that of longer months on the 31st.
        while (!bought.plusMonths(months).isAfter(due)) {
            months++;
        }
        return bought.plusMonths(months).toInstant(ZoneOffset.UTC);
    }

    /**
     * Charges the months of a locked number that began before {@code until} to the present holder.
     *
     * @return when the next one begins; null when nothing is scheduled
     */
    private Uni<@Nullable Instant> settle(PhoneNumber number, Instant until) {
        // The worker moves the item only while it has the number locked, so the item cannot change meanwhile.
        return work.dueAt(KIND, number.tenantId(), number.id())
                .chain(dueAt -> dueAt == null ? Uni.createFrom().nullItem() : settle(number, dueAt, until));
    }

    private Uni<@Nullable Instant> settle(PhoneNumber number, Instant dueAt, Instant until) {
        return dueAt.isBefore(until)
                ? charge(number, dueAt).chain(() -> settle(number, next(number, dueAt), until))
                : Uni.createFrom().item(dueAt);
    }

    /** Ends the charges of a locked number whose holding ends at {@code at}. */
    Uni<Void> end(PhoneNumber number, Instant at) {
        return settle(number, at).chain(() -> work.cancel(KIND, number.tenantId(), number.id()));
    }

    /**
     * Changes the holder of a locked number as of {@code at} by running {@code handOver}. The old holder is charged
     * for what fell due before.
     */
    Uni<Void> handOver(PhoneNumber number, Instant at, Runnable handOver) {
        return settle(number, at)
                .invoke(handOver)
                .chain(dueAt -> dueAt == null ? Uni.createFrom().voidItem() : work.move(item(number, dueAt)));
    }

    private static WorkItem item(PhoneNumber number, Instant dueAt) {
        return WorkItem.due(KIND, number.tenantId(), number.accountId(), number.id(), dueAt);
    }

    private static String category(NumberType type) {
        return "number-month-" + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
