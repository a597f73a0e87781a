package io.curfew.advertising;

import io.curfew.access.Gate;
import io.curfew.access.Target;
import io.curfew.accounts.AccountRows;
import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.ChangeAccount;
import io.curfew.accounts.Directory;
import io.curfew.events.Actor;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.people.PersonRights;
import io.curfew.sql.Autocommit;
import io.curfew.sql.Row;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Shows, changes and closes customers, which are main accounts. A customer for which the caller has no role is
 * {@link ErrorCode#FORBIDDEN}, like one that never existed.
 */
@ApplicationScoped
public class CustomerService {
    private static final String ONE = "select " + AccountRows.columns("m")
            + ", c.account_id as c_id, c.industry, c.market_country, c.market_language, c.address,"
            + " c.forward_compatibility_map, c.modified_by, c.modified_version"
            + " from directory d"
            + " join account m on m.tenant_id = d.tenant_id and m.id = d.target_id"
            + " left join customer c on c.tenant_id = m.tenant_id and c.account_id = m.id"
            + " where d.id = $1 and d.kind = 'CUSTOMER'";

    private final Autocommit sql;
    private final AccountService accounts;
    private final CustomerRepository customers;
    private final Directory directory;
    private final TimeStamps stamps;
    private final LifecycleClock clock;

    CustomerService(
            Autocommit sql,
            AccountService accounts,
            CustomerRepository customers,
            Directory directory,
            TimeStamps stamps,
            LifecycleClock clock) {
        this.sql = sql;
        this.accounts = accounts;
        this.customers = customers;
        this.directory = directory;
        this.stamps = stamps;
        this.clock = clock;
    }

    /** The customer with that number. */
    @CheckReturnValue
    public Uni<CustomerView> get(String id, PersonRights caller) {
        Gate.may(caller, Action.ACCOUNT_READ, caller.customer(id)).orRefuse(verdict -> forbidden());
        return sql.of(ONE, id).one(CustomerService::view).map(found -> {
            if (found == null || !isThere(found.account())) {
                throw forbidden();
            }
            return found;
        });
    }

    private boolean isThere(AccountView account) {
        return account.standing().isThere(clock.now(account.tenantId()));
    }

    private static CustomerView view(Row row) {
        AccountView account = AccountRows.read(row, "m", "m");
        if (account == null) {
            throw forbidden();
        }
        Long version = row.numberOrNull("modified_version");
        return new CustomerView(
                account,
                row.stringOrNull("c_id") == null ? CustomerProfile.defaults() : profile(row),
                version != null && version == account.version() ? row.numberOrNull("modified_by") : null);
    }

    private static CustomerProfile profile(Row row) {
        return new CustomerProfile(
                row.string("industry"),
                row.string("market_country"),
                row.string("market_language"),
                Documents.address(row.stringOrNull("address")),
                Documents.map(row.string("forward_compatibility_map")));
    }

    /**
     * Changes a customer. Also refuses with {@link ErrorCode#ACCOUNT_CLOSED}, {@link ErrorCode#VERSION_MISMATCH},
     * {@link ErrorCode#NAME_INVALID} and {@link ErrorCode#BUSINESS_ADDRESS_INVALID}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AccountView> update(ChangeCustomer command, PersonRights caller, Actor actor) {
        Target.Account customer = caller.customer(command.id());
        Gate.may(caller, Action.ACCOUNT_UPDATE, customer).orRefuse(verdict -> forbidden());
        String tenantId = customer.tenantId();
        return there(accounts.lock(tenantId, tenantId)).chain(account -> {
            requireOpen(account, command.ifStamp());
            String name = command.name() == null ? account.name() : command.name();
            AdvertiserRules.requireCustomerName(name);
            if (command.address() != null) {
                AdvertiserRules.requireAddress(command.address());
            }
            return customers
                    .findOrNew(tenantId)
                    .chain(row -> accounts.revise(tenantId, tenantId, name, "customer", actor)
                            .call(revised -> {
                                CustomerProfile after = command.applyTo(row.profile());
                                AdvertiserRules.requireMap(after.forwardCompatibilityMap(), "ForwardCompatibilityMap");
                                row.become(after);
                                row.modified(caller.caller().userId(), revised.version());
                                return customers.persistAndFlush(row);
                            }));
        });
    }

    /**
     * Closes a customer with all its accounts. Only the platform's own people may do so, and not with their own
     * customer, which is the platform operator's. Also refuses with {@link ErrorCode#ACCOUNT_CLOSED},
     * {@link ErrorCode#VERSION_MISMATCH} and {@link ErrorCode#BLOCKED}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AccountView> delete(String id, TimeStamp ifStamp, PersonRights caller, Actor actor) {
        return directory
                .find(id)
                .map(CustomerService::requireCustomer)
                .invoke(entry -> Gate.may(caller, Action.ACCOUNT_CLOSE, Target.tree(entry.tenantId()))
                        .orRefuse(verdict -> forbidden()))
                .chain(entry -> there(accounts.lockForStatusChange(entry.tenantId(), entry.tenantId())))
                .invoke(account -> requireOpen(account, ifStamp))
                .chain(account -> accounts.change(
                        ChangeAccount.to(LifecycleStatus.CLOSED, account.tenantId(), account.id(), actor)));
    }

    /** A customer that was purged is treated like one that never existed. */
    private static Uni<AccountView> there(Uni<AccountView> locked) {
        return locked.onFailure(AdvertiserAccountService::isNotFound).transform(purged -> forbidden());
    }

    private static Directory.Entry requireCustomer(Directory.@Nullable Entry entry) {
        if (entry == null || entry.kind() != Directory.Kind.CUSTOMER) {
            throw forbidden();
        }
        return entry;
    }

    static DomainException forbidden() {
        return new DomainException(ErrorCode.FORBIDDEN, "The user is not authorized to do that.");
    }

    private void requireOpen(AccountView account, TimeStamp ifStamp) {
        if (account.status() == LifecycleStatus.CLOSED) {
            throw new DomainException(ErrorCode.ACCOUNT_CLOSED, "The customer is inactive, and stays so.");
        }
        if (!stamps.ofCustomer(account).matches(ifStamp)) {
            throw new DomainException(
                    ErrorCode.VERSION_MISMATCH,
                    "The time stamp is not of the customer as it is now: it was written since it was read.");
        }
    }
}
