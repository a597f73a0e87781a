package io.curfew.numbers;

import io.curfew.accounts.AccountService;
import io.curfew.events.Actor;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Charges a number's next month as long as an account that is not closed holds it. A suspended account goes on paying.
 */
@ApplicationScoped
class NumberChargeWork implements WorkHandler {
    private final AccountService accounts;
    private final NumberRepository numbers;
    private final NumberCharges charges;
    private final NumberReleasing releasing;

    NumberChargeWork(
            AccountService accounts, NumberRepository numbers, NumberCharges charges, NumberReleasing releasing) {
        this.accounts = accounts;
        this.numbers = numbers;
        this.charges = charges;
        this.releasing = releasing;
    }

    @Override
    public String kind() {
        return NumberCharges.KIND;
    }

    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return accounts.admit(Action.NUMBER_CHARGE, item.tenantId(), item.accountId())
                .map(open -> true)
                .onFailure(DomainException.class)
                .recoverWithItem(false)
                .chain(open -> open ? charge(item) : release(item));
    }

    private Uni<WorkOutcome> charge(WorkItem item) {
        return numbers.lockInUse(item.tenantId(), item.targetId())
                .chain(number -> number == null || isHandedOver(number, item)
                        ? Uni.createFrom().item(leftOver(number, item))
                        : charges.charge(number, item.dueAt())
                                .replaceWith(() -> WorkOutcome.dueAgain(NumberCharges.next(number, item.dueAt()))));
    }

    /** Releases the number, which charges what fell due before the closing and ends the charges. */
    private Uni<WorkOutcome> release(WorkItem item) {
        return releasing
                .releaseLapsed(item.tenantId(), item.targetId(), Actor.worker(NumberCharges.KIND))
                .chain(released -> released
                        ? Uni.createFrom().item(WorkOutcome.done())
                        : numbers.lockInUse(item.tenantId(), item.targetId()).map(number -> leftOver(number, item)));
    }

    private static boolean isHandedOver(PhoneNumber number, WorkItem item) {
        return !number.accountId().equals(item.accountId());
    }

    /**
     * The outcome for an item with nothing to charge. The item of a released number is done. For a number that was
     * transferred while this item was being handled, the item is repeated for the new holder; what had fallen due
     * before the transfer is charged already.
     */
    private static WorkOutcome leftOver(@Nullable PhoneNumber number, WorkItem item) {
        return number == null ? WorkOutcome.done() : WorkOutcome.dueAgain(item.dueAt(), number.accountId());
    }
}
