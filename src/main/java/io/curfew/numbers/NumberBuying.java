package io.curfew.numbers;

import io.curfew.access.StatusRules;
import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountType;
import io.curfew.accounts.AccountView;
import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.curfew.numbers.NumberInventory.Claim;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.hibernate.exception.ConstraintViolationException;

/**
 * The steps of a purchase. The number is claimed in a short transaction of its own, for a lease; the purchase proper is
 * one transaction of the tenant, which also confirms the claim. Fails that, the claim is given back at once; is the
 * service cut off in between, the claim's work item gives it back when the lease is over.
 */
@ApplicationScoped
class NumberBuying {
    private static final Pattern AREA_CODE = Pattern.compile("[2-9][0-9]{2}");
    private static final String ONE_ON_TRIAL = "phone_number_trial";
    private static final Duration WAIT = Duration.ofMillis(50);
    private static final int WAITS = 40;

    private final NumberRepository numbers;
    private final NumberInventory inventory;
    private final NumberCharges charges;
    private final NumberReleasing releasing;
    private final AccountService accounts;
    private final WorkQueue work;
    private final EventPublisher events;
    private final LifecycleClock clock;
    private final NumbersConfig config;

    NumberBuying(
            NumberRepository numbers,
            NumberInventory inventory,
            NumberCharges charges,
            NumberReleasing releasing,
            AccountService accounts,
            WorkQueue work,
            EventPublisher events,
            LifecycleClock clock,
            NumbersConfig config) {
        this.numbers = numbers;
        this.inventory = inventory;
        this.charges = charges;
        this.releasing = releasing;
        this.accounts = accounts;
        this.work = work;
        this.events = events;
        this.clock = clock;
        this.config = config;
    }

    /** Takes the number that the command names, or any of its area. */
    Uni<Claim> claim(BuyNumber command) {
        if (command.choice() instanceof BuyNumber.ByNumber wanted) {
            return claimNumber(command, wanted, NumberFormat.parse(wanted.phoneNumber()));
        }
        return claimInArea(command, ((BuyNumber.ByAreaCode) command.choice()).areaCode());
    }

    private Uni<Claim> claimInArea(BuyNumber command, String areaCode) {
        if (!AREA_CODE.matcher(areaCode).matches()) {
            throw new DomainException(ErrorCode.AREA_CODE_INVALID, "An area code has three digits.");
        }
        String id = Ids.next(Ids.PHONE_NUMBER);
        return Panache.withTransaction(() -> inventory
                .claimInArea(areaCode, command.tenantId(), id, config.claimLease())
                .map(claim -> {
                    if (claim == null) {
                        throw new DomainException(
                                ErrorCode.AREA_CODE_EMPTY, "No number is for sale in that area code.");
                    }
                    return claim;
                })
                .call(claim -> watch(command, claim)));
    }

    private Uni<Claim> claimNumber(BuyNumber command, BuyNumber.ByNumber wanted, String number) {
        return tryClaim(command, wanted, number)
                .chain(claim -> claim == null
                        ? afterSettling(command, wanted, number, WAITS)
                        : Uni.createFrom().item(claim));
    }

    private Uni<Claim> tryClaim(BuyNumber command, BuyNumber.ByNumber wanted, String number) {
        String id = Ids.next(Ids.PHONE_NUMBER);
        return Panache.withTransaction(() -> inventory
                .claim(number, wanted.type(), command.tenantId(), id, config.claimLease())
                .call(claim -> claim == null ? Uni.createFrom().voidItem() : watch(command, claim)));
    }

    private Uni<Void> watch(BuyNumber command, Claim claim) {
        return work.schedule(
                WorkItem.due(NumberClaimWork.KIND, command.tenantId(), command.accountId(), claim.id(), claim.until()));
    }

    /**
     * The number may be held by an account of the same tree that was closed and whose release work has not run yet. Or
     * another purchase of the same tree has it in hand: then how that ends is waited for, because it may be this very
     * request, sent twice, and the second one is to be told what became of the first.
     */
    private Uni<Claim> afterSettling(BuyNumber command, BuyNumber.ByNumber wanted, String number, int waits) {
        return Panache.withTransaction(() -> settle(command, wanted, number))
                .chain(inHand -> inHand && waits > 0
                        ? pause().replaceWith(true)
                        : Uni.createFrom().item(false))
                .chain(waited -> tryClaim(command, wanted, number).chain(claim -> {
                    if (claim != null) {
                        return Uni.createFrom().item(claim);
                    }
                    if (!waited) {
                        throw unavailable();
                    }
                    return afterSettling(command, wanted, number, waits - 1);
                }));
    }

    /** Comes back on the same context, as everything that follows needs. */
    private static Uni<Void> pause() {
        Executor here = MutinyHelper.executor(Vertx.currentContext());
        return Uni.createFrom().voidItem().onItem().delayIt().by(WAIT).emitOn(here);
    }

    /** Settles what is overdue; tells whether a purchase of the same tree has the number in hand. */
    private Uni<Boolean> settle(BuyNumber command, BuyNumber.ByNumber wanted, String number) {
        return inventory.standing(number).chain(standing -> {
            if (standing == null) {
                throw unavailable();
            }
            if (wanted.type() != null && standing.type() != wanted.type()) {
                throw new DomainException(ErrorCode.NUMBER_TYPE_MISMATCH, "The number is of another type.");
            }
            boolean own = command.tenantId().equals(standing.holderTenantId());
            String assignedAs = standing.assignedAs();
            if (assignedAs == null || !own) {
                return Uni.createFrom().item(own && standing.claimed());
            }
            return releasing
                    .releaseLapsed(command.tenantId(), assignedAs, Actor.worker(NumberReleaseWork.KIND))
                    .replaceWith(false);
        });
    }

    /** The purchase proper. Needs a transaction. */
    Uni<NumberView> assign(BuyNumber command, Claim claim) {
        NumberRules.requireSettable(claim.number(), command.settings());
        NumberRules.requireAddress(claim.number(), command.settings());
        NumberSettings settings = NumberSettings.initial(
                        NumberFormat.national(claim.number().phoneNumber()))
                .with(command.settings());
        Instant now = clock.now(command.tenantId());
        return accounts.admit(Action.NUMBER_BUY, command.tenantId(), command.accountId())
                .invoke(NumberBuying::requireMayBuy)
                .call(this::requireFirstOnTrial)
                // First the item, then the number: whoever gives a claim back takes them in this order too.
                .call(() -> work.cancel(NumberClaimWork.KIND, command.tenantId(), claim.id()))
                .call(() -> inventory.confirm(claim.id()).invoke(confirmed -> {
                    if (!confirmed) {
                        throw unavailable();
                    }
                }))
                .map(account -> new PhoneNumber(
                        claim.id(),
                        command.tenantId(),
                        command.accountId(),
                        claim.number(),
                        settings,
                        account.type() == AccountType.TRIAL,
                        now))
                .chain(this::insert)
                .call(charges::begin)
                .map(PhoneNumber::view)
                .call(view -> events.publish(event(command, claim, view)));
    }

    /** Sees those that came before; those that come at the same time meet at the index. */
    private Uni<Void> requireFirstOnTrial(AccountView account) {
        if (account.type() != AccountType.TRIAL) {
            return Uni.createFrom().voidItem();
        }
        return numbers.idsInUse(account.tenantId(), account.id())
                .invoke(ids -> {
                    if (!ids.isEmpty()) {
                        throw oneOnTrial();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<PhoneNumber> insert(PhoneNumber number) {
        return numbers.persistAndFlush(number)
                .onFailure(NumberBuying::isSecondOnTrial)
                .transform(failure -> oneOnTrial());
    }

    private static DomainException oneOnTrial() {
        return new DomainException(ErrorCode.TRIAL_NUMBER_LIMIT, "Trial accounts are allowed only one phone number.");
    }

    private static boolean isSecondOnTrial(Throwable failure) {
        return failure instanceof ConstraintViolationException violation
                && String.valueOf(violation.getMessage()).contains(ONE_ON_TRIAL);
    }

    private static DomainEvent event(BuyNumber command, Claim claim, NumberView view) {
        return new DomainEvent(
                claim.reclaimed() ? EventType.NUMBER_RECLAIMED : EventType.NUMBER_ASSIGNED,
                view.tenantId(),
                view.accountId(),
                view.id(),
                view.createdAt(),
                command.actor(),
                Map.of("country", view.country(), "type", view.type().name()));
    }

    /** Undoes a claim whose purchase failed; what goes wrong here, the claim's work item repairs. */
    Uni<Void> giveBack(BuyNumber command, Claim claim) {
        return Panache.withTransaction(() -> work.cancel(NumberClaimWork.KIND, command.tenantId(), claim.id())
                        .chain(() -> inventory.giveBack(claim.id())))
                .onFailure()
                .invoke(failure -> Log.warnf(
                        "claim not given back: accountId=%s reason=%s", command.accountId(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Refuses with {@link ErrorCode#ACCOUNT_NOT_ACTIVE} or {@link ErrorCode#TRIAL_RESTRICTED}. */
    static void requireMayBuy(AccountView account) {
        StatusRules.require(Action.NUMBER_BUY, account.effectiveStatus());
        if (account.type() == AccountType.TRIAL && !account.isMain()) {
            throw new DomainException(
                    ErrorCode.TRIAL_RESTRICTED, "Subaccounts of trial accounts cannot buy phone numbers.");
        }
    }

    private static DomainException unavailable() {
        return new DomainException(ErrorCode.NUMBER_UNAVAILABLE, "The phone number is not available.");
    }
}
