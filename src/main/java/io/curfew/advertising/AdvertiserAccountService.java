package io.curfew.advertising;

import io.curfew.access.Gate;
import io.curfew.access.Target;
import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.ChangeAccount;
import io.curfew.accounts.Directory;
import io.curfew.accounts.OpenAccount;
import io.curfew.events.Actor;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.people.CustomerRole;
import io.curfew.people.PersonRights;
import io.curfew.people.UserService;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and closes advertiser accounts, which are the subaccounts of a customer's main account. The core's
 * rules apply to them, and changes made through any door show here. Every write needs a caller with a role; a refused
 * one leaves the account's version as it was. The checks come in this order: whether the caller may do that at all,
 * whether the account exists, whether the caller may do it there, the state of the account, and its version.
 *
 * <p>Refuses with {@link ErrorCode#FORBIDDEN} where no role of the caller allows the call, and with
 * {@link ErrorCode#ADVERTISER_ACCOUNT_UNKNOWN} for an account that never existed or was purged.
 */
@ApplicationScoped
public class AdvertiserAccountService {
    /** The roles that a primary user may have. */
    private static final Set<CustomerRole> PRIMARY_USERS = Set.of(CustomerRole.SUPER_ADMIN, CustomerRole.STANDARD_USER);

    private final AccountService accounts;
    private final AdvertiserAccountRepository advertisers;
    private final UserService users;
    private final Directory directory;
    private final TimeStamps stamps;
    private final AdvertisingConfig config;

    AdvertiserAccountService(
            AccountService accounts,
            AdvertiserAccountRepository advertisers,
            UserService users,
            Directory directory,
            TimeStamps stamps,
            AdvertisingConfig config) {
        this.accounts = accounts;
        this.advertisers = advertisers;
        this.users = users;
        this.directory = directory;
        this.stamps = stamps;
        this.config = config;
    }

    /**
     * Creates an account. It is active at once unless the configuration lets new accounts begin as drafts.
     *
     * <p>Also refuses with {@link ErrorCode#NAME_INVALID}, {@link ErrorCode#ACCOUNT_NAME_TAKEN},
     * {@link ErrorCode#BUSINESS_ADDRESS_MISSING}, {@link ErrorCode#BUSINESS_ADDRESS_INVALID},
     * {@link ErrorCode#TAX_INFORMATION_INVALID}, {@link ErrorCode#FIELD_INVALID},
     * {@link ErrorCode#DRAFT_ACCOUNT_EXISTS}, and as {@link AccountService#open} does.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AccountView> add(AddAdvertiserAccount command, PersonRights caller, Actor actor) {
        Target.Account customer = caller.customer(command.customerId());
        Gate.may(caller, Action.ACCOUNT_CREATE, customer).orRefuse(verdict -> CustomerService.forbidden());
        String tenantId = customer.tenantId();
        AdvertiserRules.requireName(command.name());
        if (command.profile().businessAddress() == null) {
            throw new DomainException(
                    ErrorCode.BUSINESS_ADDRESS_MISSING, "An account has the address of its business.");
        }
        AdvertiserProfile asked = command.profile();
        Long primary = asked.primaryUserId();
        AdvertiserProfile profile = started(asked, caller);
        AdvertiserRules.requireProfile(profile);
        return requireNameFree(tenantId, command.name(), null)
                .chain(() -> requirePrimaryUser(tenantId, primary))
                .chain(() -> requireNoDraft(tenantId, profile))
                .chain(() -> accounts.open(new OpenAccount.Sub(command.name(), tenantId, tenantId, actor)))
                .call(account -> {
                    AdvertiserAccount row = new AdvertiserAccount(tenantId, account.id(), profile);
                    row.modified(caller.caller().userId(), account.version());
                    return advertisers.persistAndFlush(row);
                });
    }

    /**
     * The profile that a new account begins with. Drafts wait for a means of payment. If no primary user is named, it
     * is whoever creates the account.
     */
    private AdvertiserProfile started(AdvertiserProfile asked, PersonRights caller) {
        Long primary = asked.primaryUserId();
        return new AdvertiserProfile(
                config.drafts() && asked.paymentMethodId() == null,
                asked.currencyCode(),
                asked.language(),
                asked.timeZone(),
                asked.autoTagType(),
                primary == null ? Long.valueOf(caller.caller().userId()) : primary,
                asked.paymentMethodId(),
                asked.backUpPaymentInstrumentId(),
                asked.soldToPaymentInstrumentId(),
                asked.billingThresholdAmount(),
                asked.businessAddress(),
                asked.linkedAgencies(),
                asked.taxInformation(),
                asked.forwardCompatibilityMap());
    }

    private Uni<Void> requireNoDraft(String tenantId, AdvertiserProfile profile) {
        if (!profile.draft()) {
            return Uni.createFrom().voidItem();
        }
        return advertisers
                .hasDraft(tenantId)
                .invoke(found -> {
                    if (found) {
                        throw new DomainException(
                                ErrorCode.DRAFT_ACCOUNT_EXISTS,
                                "The customer has an account in draft, and takes no second one before that is active.");
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Changes an account. Also refuses with {@link ErrorCode#ACCOUNT_CLOSED}, {@link ErrorCode#VERSION_MISMATCH},
     * {@link ErrorCode#BILLING_THRESHOLD_FORBIDDEN} and, for the values that it would have, as {@link #add} does.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AccountView> update(ChangeAdvertiserAccount command, PersonRights caller, Actor actor) {
        return locate(command.id(), caller, Action.ACCOUNT_TAG)
                .chain(place -> open(accounts.lock(place.tenantId, place.accountId), command.ifStamp()))
                .chain(account -> advertisers
                        .findOrNew(account.tenantId(), account.id())
                        .chain(row -> change(account, row, command, caller, actor)));
    }

    private Uni<AccountView> change(
            AccountView account,
            AdvertiserAccount row,
            ChangeAdvertiserAccount command,
            PersonRights caller,
            Actor actor) {
        AdvertiserProfile before = row.profile();
        AdvertiserProfile after = command.applyTo(before);
        boolean renamed = !command.name().equals(account.name());
        if (renamed || !after.equals(before.tagged(after.autoTagType()))) {
            Gate.may(caller, Action.ACCOUNT_UPDATE, target(account.tenantId(), account.id(), command.id()))
                    .orRefuse(verdict -> new DomainException(
                            ErrorCode.FORBIDDEN,
                            "The user's role changes the tagging of this account, and nothing else of it."));
        }
        requireOwnThreshold(before, after, account, caller);
        if (renamed) {
            AdvertiserRules.requireName(command.name());
        }
        AdvertiserRules.requireProfile(after);
        Long primary = after.primaryUserId();
        Long newPrimary = Objects.equals(primary, before.primaryUserId()) ? null : primary;
        return (renamed ? requireNameFree(account.tenantId(), command.name(), account.id()) : nothing())
                .chain(() -> requirePrimaryUser(account.tenantId(), newPrimary))
                .chain(() ->
                        accounts.revise(account.tenantId(), account.id(), command.name(), "advertiser account", actor))
                .call(revised -> {
                    row.become(after);
                    row.modified(caller.caller().userId(), revised.version());
                    return advertisers.persistAndFlush(row);
                });
    }

    /** Checks that a billing threshold is set by users of the customer who pays, and not by those of an agency. */
    private static void requireOwnThreshold(
            AdvertiserProfile before, AdvertiserProfile after, AccountView account, PersonRights caller) {
        boolean changed = after.billingThresholdAmount() != null
                && !after.billingThresholdAmount().equals(before.billingThresholdAmount());
        if (changed && !caller.caller().tenantId().equals(account.tenantId())) {
            throw new DomainException(
                    ErrorCode.BILLING_THRESHOLD_FORBIDDEN,
                    "The billing threshold is set by users of the customer who pays.");
        }
    }

    /**
     * Closes an account for good, and releases what it holds. The account can still be found until it is purged.
     *
     * <p>Also refuses with {@link ErrorCode#ACCOUNT_CLOSED}, {@link ErrorCode#VERSION_MISMATCH},
     * {@link ErrorCode#SUSPENDED_BY_PLATFORM}, and {@link ErrorCode#BLOCKED} when something that it holds or owes
     * stands in the way.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AccountView> delete(String id, TimeStamp ifStamp, PersonRights caller, Actor actor) {
        return locate(id, caller, Action.ACCOUNT_CLOSE)
                .chain(place -> open(accounts.lockForStatusChange(place.tenantId, place.accountId), ifStamp))
                .chain(account -> accounts.change(
                                ChangeAccount.to(LifecycleStatus.CLOSED, account.tenantId(), account.id(), actor))
                        .call(closed -> advertisers
                                .findOrNew(account.tenantId(), account.id())
                                .chain(row -> {
                                    row.modified(caller.caller().userId(), closed.version());
                                    return advertisers.persistAndFlush(row);
                                })));
    }

    private record Place(String tenantId, String accountId) {}

    static Target.Account target(String tenantId, String accountId, String number) {
        return new Target.Account(tenantId, accountId, number);
    }

    /** Locates the account with that number, if the caller may perform the action on it. */
    private Uni<Place> locate(String id, PersonRights caller, Action action) {
        return directory.find(id).map(entry -> {
            if (entry == null || entry.kind() != Directory.Kind.ADVERTISER_ACCOUNT) {
                throw unknown();
            }
            Gate.may(caller, action, target(entry.tenantId(), entry.targetId(), id))
                    .orRefuse(verdict -> CustomerService.forbidden());
            return new Place(entry.tenantId(), entry.targetId());
        });
    }

    private Uni<AccountView> open(Uni<AccountView> locked, TimeStamp ifStamp) {
        return locked.onFailure(AdvertiserAccountService::isNotFound)
                .transform(gone -> unknown())
                .invoke(account -> {
                    if (!account.standing().isOpen()) {
                        throw new DomainException(ErrorCode.ACCOUNT_CLOSED, "The account is inactive, and stays so.");
                    }
                    if (!stamps.ofAccount(account).matches(ifStamp)) {
                        throw new DomainException(
                                ErrorCode.VERSION_MISMATCH,
                                "The time stamp is not of the account as it is now: it was written since it was read.");
                    }
                });
    }

    private Uni<Void> requireNameFree(String tenantId, String name, @Nullable String exceptId) {
        return accounts.isNameTaken(tenantId, name, exceptId)
                .invoke(taken -> {
                    if (taken) {
                        throw new DomainException(
                                ErrorCode.ACCOUNT_NAME_TAKEN, "The customer has an account of that name.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> requirePrimaryUser(String tenantId, @Nullable Long userId) {
        if (userId == null) {
            return nothing();
        }
        return users.holdsRole(userId.toString(), tenantId, PRIMARY_USERS)
                .invoke(holds -> {
                    if (!holds) {
                        throw new DomainException(
                                ErrorCode.FIELD_INVALID,
                                "The primary user is a Super Admin or a Standard User of the customer.",
                                Map.of("field", "PrimaryUserId"));
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    static boolean isNotFound(Throwable failure) {
        return failure instanceof DomainException refusal && refusal.code() == ErrorCode.NOT_FOUND;
    }

    static DomainException unknown() {
        return new DomainException(ErrorCode.ADVERTISER_ACCOUNT_UNKNOWN, "The account identifier is invalid.");
    }
}
