package io.curfew.numbers;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.Directory;
import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.TransactionScope;
import io.curfew.numbers.NumberBuying.Obtained;
import io.curfew.numbers.NumberInventory.Claim;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that accounts hold. Every change is one transaction that also writes its audit entry, its event, its
 * charges and the work that follows from it. A closed account holds no numbers from its closing on, whenever the
 * release work runs. A number of another account is {@link ErrorCode#NOT_FOUND}, like one that never existed.
 */
@ApplicationScoped
public class NumberService {
    private final NumberRepository numbers;
    private final NumberBuying buying;
    private final NumberReleasing releasing;
    private final NumberCharges charges;
    private final AccountService accounts;
    private final Directory directory;
    private final EventPublisher events;
    private final LifecycleClock clock;

    NumberService(
            NumberRepository numbers,
            NumberBuying buying,
            NumberReleasing releasing,
            NumberCharges charges,
            AccountService accounts,
            Directory directory,
            EventPublisher events,
            LifecycleClock clock) {
        this.numbers = numbers;
        this.buying = buying;
        this.releasing = releasing;
        this.charges = charges;
        this.accounts = accounts;
        this.directory = directory;
        this.events = events;
        this.clock = clock;
    }

    /** The number; {@link ErrorCode#NOT_FOUND} when the account does not hold it. */
    @CheckReturnValue
    @WithSession
    public Uni<NumberView> get(String tenantId, String accountId, String id) {
        return numbers.findHeld(tenantId, accountId, id)
                .map(NumberService::requireFound)
                .map(PhoneNumber::view);
    }

    /** A page of an account's numbers, newest first. */
    @CheckReturnValue
    @WithSession
    public Uni<Slice<NumberView>> list(NumberFilter filter, PageRequest page) {
        return numbers.page(filter, page);
    }

    /**
     * Buys like {@link #buy(BuyNumber, TransactionScope, Runnable)}, for callers that commit nothing else and may
     * change numbers.
     */
    @CheckReturnValue
    public Uni<NumberView> buy(BuyNumber command) {
        return buy(command, TransactionScope.plain(), () -> {});
    }

    /**
     * Buys a number. If this very account holds the number already, the number is given the settings instead, as
     * {@link #change} does; any account that may change its numbers may do so. This way, whoever repeats a purchase
     * whose answer was lost gets the number. This must not be called inside a transaction, because the number is first
     * claimed in a transaction of its own.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#ACCOUNT_NOT_ACTIVE},
     * {@link ErrorCode#TRIAL_RESTRICTED}, {@link ErrorCode#TRIAL_NUMBER_LIMIT}, {@link ErrorCode#NUMBER_INVALID},
     * {@link ErrorCode#NUMBER_UNAVAILABLE} (the number is held by another account, being bought by somebody, in
     * quarantine for another main account, or not sold here), {@link ErrorCode#NUMBER_TYPE_MISMATCH},
     * {@link ErrorCode#AREA_CODE_INVALID}, {@link ErrorCode#AREA_CODE_EMPTY}, {@link ErrorCode#ADDRESS_REQUIRED},
     * {@link ErrorCode#LOCAL_ADDRESS_REQUIRED} and with what {@link NumberSettings} and {@link NumberRules} refuse.
     *
     * @param scope wraps the tenant's transaction
     * @param requireMayChange called before a number that the account holds is changed; refuses callers that may only
     *     buy
     */
    @CheckReturnValue
    public Uni<NumberView> buy(BuyNumber command, TransactionScope scope, Runnable requireMayChange) {
        return accounts.get(command.tenantId(), command.accountId())
                .invoke(() -> NumberSettings.requireReadable(command.settings()))
                .chain(account -> buying.obtain(command, account))
                .chain(obtained -> {
                    if (obtained instanceof Obtained.Held held) {
                        requireMayChange.run();
                        return scope.run(() -> changeHeld(command, held.id()));
                    }
                    Claim claim = ((Obtained.Claimed) obtained).claim();
                    return scope.run(() -> buying.assign(command, claim))
                            .onFailure()
                            .call(() -> buying.giveBack(command, claim));
                });
    }

    /** Changes a number that the account held when it was looked up, and may have lost since. */
    private Uni<NumberView> changeHeld(BuyNumber command, String id) {
        return change(new ChangeNumber(
                        command.tenantId(), command.accountId(), id, command.settings(), null, null, command.actor()))
                .onFailure(
                        failure -> failure instanceof DomainException refusal && refusal.code() == ErrorCode.NOT_FOUND)
                .transform(gone -> NumberBuying.unavailable());
    }

    /**
     * Changes the settings of a number, transfers it to another account of the tree, or both. A change to a state that
     * the number is in already changes nothing, writes nothing and succeeds. A suspended account may do both, but only
     * an active account can receive a number.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#VERSION_MISMATCH},
     * {@link ErrorCode#TRANSFER_TARGET_INVALID}, {@link ErrorCode#TRANSFER_TARGET_UNKNOWN},
     * {@link ErrorCode#TRANSFER_TARGET_UNRELATED}, {@link ErrorCode#TRANSFER_TARGET_NOT_ACTIVE},
     * {@link ErrorCode#ADDRESS_REQUIRED}, {@link ErrorCode#LOCAL_ADDRESS_REQUIRED} and with what
     * {@link NumberSettings} and {@link NumberRules} refuse.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<NumberView> change(ChangeNumber command) {
        return requireHeld(command.tenantId(), command.accountId(), command.id())
                .chain(() -> receiver(command))
                .chain(receiver -> numbers.lockInUse(command.tenantId(), command.id())
                        .map(number -> requireHeldBy(number, command.accountId()))
                        .chain(number -> change(number, command, receiver)));
    }

    private Uni<NumberView> change(PhoneNumber number, ChangeNumber command, Optional<String> receiver) {
        Instant now = clock.now(number.tenantId());
        number.requireVersion(command.ifVersion());
        NumberRules.requireSettable(number.traits(), command.settings());
        NumberSettings next = number.settings().with(command.settings());
        Uni<Void> done = Uni.createFrom().voidItem();
        if (number.isSetUpOtherwise(next)) {
            number.setUp(next, now);
            done = done.chain(() -> publish(EventType.NUMBER_UPDATED, number, command.actor(), now, named(command)));
        }
        if (receiver.isPresent()) {
            NumberRules.requireAddress(number.traits(), command.settings());
            done = done.chain(() -> transfer(number, receiver.get(), command.actor(), now));
        }
        return done.call(numbers::flush).replaceWith(number::view);
    }

    private Uni<Void> transfer(PhoneNumber number, String receiver, Actor actor, Instant now) {
        Map<String, Object> facts = Map.of("from", number.accountId(), "to", receiver);
        return charges.handOver(number, now, () -> number.moveTo(receiver, now))
                .chain(() -> publish(EventType.NUMBER_TRANSFERRED, number, actor, now, facts));
    }

    /** The account to transfer the number to, which is active and whose state is locked; empty for no transfer. */
    private Uni<Optional<String>> receiver(ChangeNumber command) {
        String receiver = command.newHolderId();
        if (receiver == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        if (!Ids.is(Ids.ACCOUNT, receiver)) {
            throw new DomainException(ErrorCode.TRANSFER_TARGET_INVALID, "Not an account's id.");
        }
        if (receiver.equals(command.accountId())) {
            return Uni.createFrom().item(Optional.empty());
        }
        return directory.find(receiver).chain(entry -> {
            if (entry == null) {
                throw unknownReceiver();
            }
            if (!entry.tenantId().equals(command.tenantId())) {
                throw new DomainException(ErrorCode.TRANSFER_TARGET_UNRELATED, "The accounts do not belong together.");
            }
            return accounts.admit(Action.NUMBER_TRANSFER, command.tenantId(), receiver)
                    .onFailure(DomainException.class)
                    .transform(NumberService::asReceiverRefusal)
                    .replaceWith(Optional.of(receiver));
        });
    }

    private static Throwable asReceiverRefusal(Throwable failure) {
        return ((DomainException) failure).code() == ErrorCode.ACCOUNT_NOT_ACTIVE
                ? new DomainException(
                        ErrorCode.TRANSFER_TARGET_NOT_ACTIVE, "The account to receive the phone number is not active.")
                : unknownReceiver();
    }

    private static DomainException unknownReceiver() {
        return new DomainException(
                ErrorCode.TRANSFER_TARGET_UNKNOWN, "The account to receive the phone number does not exist.");
    }

    /**
     * Gives a number up. The number goes into quarantine at once, and no month that begins later is charged.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#VERSION_MISMATCH} and
     * {@link ErrorCode#EMERGENCY_ADDRESS_SET}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> release(ReleaseNumber command) {
        return requireHeld(command.tenantId(), command.accountId(), command.id())
                .chain(() -> numbers.lockInUse(command.tenantId(), command.id()))
                .map(number -> requireHeldBy(number, command.accountId()))
                .invoke(number -> number.requireVersion(command.ifVersion()))
                .invoke(NumberRules::requireReleasable)
                .chain(number -> releasing.release(number, clock.now(number.tenantId()), command.actor()));
    }

    /**
     * Locks the holder's state and checks whether it holds the number. The caller checks again once it has locked the
     * number.
     */
    private Uni<Void> requireHeld(String tenantId, String accountId, String id) {
        return accounts.admit(Action.NUMBER_UPDATE, tenantId, accountId)
                .onFailure(DomainException.class)
                .transform(closed -> notFound())
                .chain(() -> numbers.isHeld(tenantId, accountId, id))
                .invoke(held -> {
                    if (!held) {
                        throw notFound();
                    }
                })
                .replaceWithVoid();
    }

    private static PhoneNumber requireHeldBy(@Nullable PhoneNumber number, String accountId) {
        if (!requireFound(number).accountId().equals(accountId)) {
            throw notFound();
        }
        return requireFound(number);
    }

    private static Map<String, Object> named(ChangeNumber command) {
        return Map.of(
                "settings",
                command.settings().values().keySet().stream()
                        .sorted()
                        .map(Setting::name)
                        .collect(Collectors.joining(",")));
    }

    private Uni<Void> publish(EventType type, PhoneNumber number, Actor actor, Instant at, Map<String, Object> data) {
        return events.publish(
                new DomainEvent(type, number.tenantId(), number.accountId(), number.id(), at, actor, data));
    }

    private static PhoneNumber requireFound(@Nullable PhoneNumber found) {
        if (found == null) {
            throw notFound();
        }
        return found;
    }

    private static DomainException notFound() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is no such phone number.");
    }
}
