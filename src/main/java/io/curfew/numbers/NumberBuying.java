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
import io.curfew.numbers.NumberInventory.Standing;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a purchase. The number is first claimed for a limited time (its lease), in a short transaction of its
 * own. The purchase itself is one transaction of the tenant, which also confirms the claim. If the purchase fails, the
 * claim is given back at once; if the service goes down in between, the claim's work item gives it back when the lease
 * is over.
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

    /** The result of a choice: a number to be bought, or one that the buyer has already. */
    sealed interface Obtained {
        /** It was taken for the buyer. */
        record Claimed(Claim claim) implements Obtained {}

        /** The buyer holds it under {@code id}. */
        record Held(String id) implements Obtained {}
    }

    /**
     * Claims the number that the command names, or any number of the area that it names. A number that the buyer holds
     * is left as it is.
     *
     * @param account the buyer; an account that may not buy is refused, unless it holds the number
     */
    Uni<Obtained> obtain(BuyNumber command, AccountView account) {
        Optional<DomainException> refusal = refusal(account);
        if (command.choice() instanceof BuyNumber.ByNumber wanted) {
            return meant(wanted.phoneNumber())
                    .chain(number -> refusal.isPresent()
                            ? held(command, wanted, number, refusal.get(), WAITS)
                            : claimNumber(command, wanted, number));
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return claimInArea(command, ((BuyNumber.ByAreaCode) command.choice()).areaCode())
                .map(Obtained.Claimed::new);
    }

    /**
     * The number that a text stands for. A text without a plus can be a number of several countries. The one that the
     * inventory knows is chosen; if it knows none of them, the text is read without the inventory.
     */
    private Uni<String> meant(String text) {
        if (!NumberFormat.mayBeNational(text)) {
            return Uni.createFrom().item(readAlone(text));
        }
        return Panache.withSession(() -> inventory
                        .countries()
                        .map(countries -> NumberFormat.readings(text, countries))
                        .chain(inventory::known))
                .map(known -> switch (known.size()) {
                    case 0 -> readAlone(text);
                    case 1 -> known.get(0);
                    default -> throw invalid();
                });
    }

    private static String readAlone(String text) {
        return NumberFormat.tryParse(text).orElseThrow(NumberBuying::invalid);
    }

    private static DomainException invalid() {
        return new DomainException(
                ErrorCode.NUMBER_INVALID,
                "Neither a phone number in E.164 nor one in the national form of its country.");
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

    private Uni<Obtained> claimNumber(BuyNumber command, BuyNumber.ByNumber wanted, String number) {
        return tryClaim(command, wanted, number)
                .chain(claim -> claim == null
                        ? afterSettling(command, wanted, number, WAITS)
                        : Uni.createFrom().item(new Obtained.Claimed(claim)));
    }

    /**
     * The number, if the buyer, who may not buy, holds it already. A purchase that the buyer's tree has under way is
     * waited for.
     */
    private Uni<Obtained> held(
            BuyNumber command, BuyNumber.ByNumber wanted, String number, DomainException refusal, int waits) {
        return Panache.withTransaction(() -> inventory
                        .standing(number)
                        .chain(standing -> standing == null
                                ? Uni.createFrom().item(new Settled(null, false))
                                : whatOwnTreeHas(command, standing).invoke(settled -> {
                                    if (settled.heldAs() != null) {
                                        requireType(wanted, standing);
                                    }
                                })))
                .chain(settled -> {
                    if (settled.heldAs() != null) {
                        return Uni.createFrom().item(new Obtained.Held(settled.heldAs()));
                    }
                    if (!settled.inHand() || waits == 0) {
                        throw refusal;
                    }
                    return pause().chain(() -> held(command, wanted, number, refusal, waits - 1));
                });
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
     * The buyer may hold the number already. Or it may be held by an account of the same tree that was closed and
     * whose release work has not run yet. Or another purchase of the same tree has claimed it. In that case this one
     * waits for the outcome, because the other may be the very same request, sent twice, and the second one must learn
     * what became of the first.
     */
    private Uni<Obtained> afterSettling(BuyNumber command, BuyNumber.ByNumber wanted, String number, int waits) {
        return Panache.withTransaction(() -> settle(command, wanted, number)).chain(settled -> {
            if (settled.heldAs() != null) {
                return Uni.createFrom().item(new Obtained.Held(settled.heldAs()));
            }
            boolean waited = settled.inHand() && waits > 0;
            return (waited ? pause() : Uni.createFrom().voidItem())
                    .chain(() -> tryClaim(command, wanted, number))
                    .chain(claim -> {
                        if (claim != null) {
                            return Uni.createFrom().item(new Obtained.Claimed(claim));
                        }
                        if (!waited) {
                            throw unavailable();
                        }
                        return afterSettling(command, wanted, number, waits - 1);
                    });
        });
    }

    /** Waits, then continues on the same Vert.x context, as everything that follows requires. */
    private static Uni<Void> pause() {
        Executor here = MutinyHelper.executor(Vertx.currentContext());
        return Uni.createFrom().voidItem().onItem().delayIt().by(WAIT).emitOn(here);
    }

    /**
     * The relation of the buyer's tree to a number.
     *
     * @param heldAs the id under which the buyer holds it, null when it does not
     * @param inHand whether a purchase of the tree has claimed it
     */
    private record Settled(@Nullable String heldAs, boolean inHand) {}

    /** Settles overdue work on a number that could not be claimed. */
    private Uni<Settled> settle(BuyNumber command, BuyNumber.ByNumber wanted, String number) {
        return inventory.standing(number).chain(standing -> {
            if (standing == null) {
                throw unavailable();
            }
            requireType(wanted, standing);
            return whatOwnTreeHas(command, standing).call(settled -> lapsed(command, standing, settled));
        });
    }

    private static void requireType(BuyNumber.ByNumber wanted, Standing standing) {
        if (wanted.type() != null && standing.type() != wanted.type()) {
            throw new DomainException(ErrorCode.NUMBER_TYPE_MISMATCH, "The number is of another type.");
        }
    }

    private Uni<Settled> whatOwnTreeHas(BuyNumber command, Standing standing) {
        String assignedAs = standing.assignedAs();
        if (!command.tenantId().equals(standing.holderTenantId())) {
            return Uni.createFrom().item(new Settled(null, false));
        }
        return assignedAs == null
                ? Uni.createFrom().item(new Settled(null, standing.claimed()))
                : numbers.isHeld(command.tenantId(), command.accountId(), assignedAs)
                        .map(held -> new Settled(held ? assignedAs : null, false));
    }

    private Uni<Boolean> lapsed(BuyNumber command, Standing standing, Settled settled) {
        String assignedAs = standing.assignedAs();
        return assignedAs == null
                        || settled.heldAs() != null
                        || !command.tenantId().equals(standing.holderTenantId())
                ? Uni.createFrom().item(false)
                : releasing.releaseLapsed(command.tenantId(), assignedAs, Actor.worker(NumberReleaseWork.KIND));
    }

    /** The purchase itself. Needs a transaction. */
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
                // The item is locked before the number, in the same order as when a claim is given back.
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

    /** Finds numbers that were bought earlier. Simultaneous purchases are caught by the unique index. */
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

    /** Undoes a claim whose purchase failed. If that fails too, the claim's work item does it later. */
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
    private static void requireMayBuy(AccountView account) {
        refusal(account).ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** Why the account may not buy anything; empty where it may. */
    private static Optional<DomainException> refusal(AccountView account) {
        if (!StatusRules.allowing(Action.NUMBER_BUY).contains(account.effectiveStatus())) {
            return Optional.of(new DomainException(ErrorCode.ACCOUNT_NOT_ACTIVE, "The account is not active."));
        }
        return account.type() == AccountType.TRIAL && !account.isMain()
                ? Optional.of(new DomainException(
                        ErrorCode.TRIAL_RESTRICTED, "Subaccounts of trial accounts cannot buy phone numbers."))
                : Optional.empty();
    }

    /** The refusal of a number that cannot be bought. */
    static DomainException unavailable() {
        return new DomainException(ErrorCode.NUMBER_UNAVAILABLE, "The phone number is not available.");
    }
}
