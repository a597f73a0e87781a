package io.curfew.numbers;

import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The monthly charge of a number: one usage event when it is bought and one at each month after, counted from the
 * purchase in UTC, as long as it is held. A month that began is charged to whoever held the number when it began.
 */
@ApplicationScoped
class NumberCharges {
    /** Kind of the work that charges the next month. */
    static final String KIND = "number-charge";

    private static final String INSERT = """
            insert into usage_event (tenant_id, occurred_at, account_id, category, subject, quantity)
            values (?1, ?2, ?3, ?4, ?5, 1)
            """;

    private final WorkQueue work;

    NumberCharges(WorkQueue work) {
        this.work = work;
    }

    /** Charges the first month of a number just bought, and sees to the next. */
    Uni<Void> begin(PhoneNumber number) {
        return charge(number, number.createdAt()).chain(() -> schedule(number, next(number, number.createdAt())));
    }

    /** Charges the month that began at {@code dueAt} to the present holder. */
    Uni<Void> charge(PhoneNumber number, Instant dueAt) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter(1, number.tenantId())
                        .setParameter(2, dueAt)
                        .setParameter(3, number.accountId())
                        .setParameter(4, category(number.type()))
                        .setParameter(5, number.id())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** When the month after the one that began at {@code dueAt} begins. */
    static Instant next(PhoneNumber number, Instant dueAt) {
        LocalDateTime bought = LocalDateTime.ofInstant(number.createdAt(), ZoneOffset.UTC);
        LocalDateTime due = LocalDateTime.ofInstant(dueAt, ZoneOffset.UTC);
        long months = ChronoUnit.MONTHS.between(bought, due);
        // From the 31st on, short months end early; counting from the purchase keeps later ones at the 31st.
        while (!bought.plusMonths(months).isAfter(due)) {
            months++;
        }
        return bought.plusMonths(months).toInstant(ZoneOffset.UTC);
    }

    /**
     * Keeps the next month from being charged until the transaction ends. To be called before the number's row is
     * locked: the worker that charges takes the two in this order.
     */
    Uni<Pending> lock(String tenantId, String id) {
        return work.lock(KIND, tenantId, id).map(item -> item == null ? Pending.none() : new Pending(item.dueAt()));
    }

    /**
     * When the next month of a locked item begins.
     *
     * @param dueAt the instant; {@link Instant#MAX} when nothing is scheduled
     */
    record Pending(Instant dueAt) {
        static Pending none() {
            return new Pending(Instant.MAX);
        }
    }

    /** Charges the months that began before {@code until} to the present holder; tells when the next one begins. */
    private Uni<Instant> settle(PhoneNumber number, Pending pending, Instant until) {
        if (!pending.dueAt().isBefore(until)) {
            return Uni.createFrom().item(pending.dueAt());
        }
        return charge(number, pending.dueAt())
                .chain(() -> settle(number, new Pending(next(number, pending.dueAt())), until));
    }

    /** The number is held no more as of {@code at}: nothing is charged from then on. */
    Uni<Void> end(PhoneNumber number, Pending pending, Instant at) {
        return settle(number, pending, at).chain(() -> work.cancel(KIND, number.tenantId(), number.id()));
    }

    /** The number's holder changes at {@code at}, by {@code handOver}: what fell due before is the old holder's. */
    Uni<Void> handOver(PhoneNumber number, Pending pending, Instant at, Runnable handOver) {
        return settle(number, pending, at)
                .invoke(handOver)
                .chain(dueAt -> dueAt.equals(Instant.MAX) ? Uni.createFrom().voidItem() : schedule(number, dueAt));
    }

    private Uni<Void> schedule(PhoneNumber number, Instant dueAt) {
        return work.schedule(WorkItem.due(KIND, number.tenantId(), number.accountId(), number.id(), dueAt));
    }

    private static String category(NumberType type) {
        return "number-month-" + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
