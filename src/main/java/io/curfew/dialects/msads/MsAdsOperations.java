package io.curfew.dialects.msads;

import io.curfew.access.Gate;
import io.curfew.access.Target;
import io.curfew.advertising.AccountSearch;
import io.curfew.advertising.AddAdvertiserAccount;
import io.curfew.advertising.AdvertiserAccountService;
import io.curfew.advertising.AdvertiserSearchService;
import io.curfew.advertising.ChangeAdvertiserAccount;
import io.curfew.advertising.ChangeCustomer;
import io.curfew.advertising.CustomerService;
import io.curfew.advertising.TimeStamp;
import io.curfew.advertising.TimeStamps;
import io.curfew.dialects.msads.wire.Operation;
import io.curfew.dialects.msads.wire.WireObject;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.people.UserService;
import io.curfew.people.UserView;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What each operation asks of the core. An operation that its caller may perform nowhere is refused before its request
 * is read; the objects that the request names are looked up after that.
 */
@ApplicationScoped
class MsAdsOperations {
    private static final int MOST_FOUND = 5000;
    private static final int ALL = Integer.MAX_VALUE;

    private final AdvertiserAccountService accounts;
    private final AdvertiserSearchService search;
    private final CustomerService customers;
    private final UserService users;
    private final TimeStamps stamps;
    private final IdempotencyGuard guard;
    private final Map<String, Route> routes;

    MsAdsOperations(
            AdvertiserAccountService accounts,
            AdvertiserSearchService search,
            CustomerService customers,
            UserService users,
            TimeStamps stamps,
            IdempotencyGuard guard) {
        this.accounts = accounts;
        this.search = search;
        this.customers = customers;
        this.users = users;
        this.stamps = stamps;
        this.guard = guard;
        this.routes = Map.ofEntries(
                route("AddAccount", Action.ACCOUNT_CREATE, Target.Any.MAIN_ACCOUNT, this::addAccount),
                route("GetAccount", Action.ACCOUNT_READ, Target.Any.SUBACCOUNT, this::getAccount),
                // A change of more than AutoTagType needs further rights, which are checked once it is known what
                // is changed.
                route("UpdateAccount", Action.ACCOUNT_TAG, Target.Any.SUBACCOUNT, this::updateAccount),
                route("DeleteAccount", Action.ACCOUNT_CLOSE, Target.Any.SUBACCOUNT, this::deleteAccount),
                route("GetAccountsInfo", Action.ACCOUNT_LIST, Target.Any.SUBACCOUNT, this::getAccountsInfo),
                route("FindAccounts", Action.ACCOUNT_LIST, Target.Any.SUBACCOUNT, this::findAccounts),
                route("SearchAccounts", Action.ACCOUNT_LIST, Target.Any.SUBACCOUNT, this::searchAccounts),
                route("GetUser", Action.USER_READ, Target.Any.THING, this::getUser),
                route("GetCurrentUser", Action.USER_READ, Target.Any.THING, this::getCurrentUser),
                route("GetCustomer", Action.ACCOUNT_READ, Target.Any.MAIN_ACCOUNT, this::getCustomer),
                route("UpdateCustomer", Action.ACCOUNT_UPDATE, Target.Any.MAIN_ACCOUNT, this::updateCustomer),
                route("DeleteCustomer", Action.ACCOUNT_CLOSE, Target.Any.MAIN_ACCOUNT, this::deleteCustomer));
    }

    private static Map.Entry<String, Route> route(String operation, Action action, Target.Any about, Handler handler) {
        return Map.entry(operation, new Route(action, about, handler));
    }

    /**
     * What an operation is for.
     *
     * @param action the action that it performs
     * @param about what it is about
     */
    private record Route(Action action, Target.Any about, Handler handler) {}

    @FunctionalInterface
    private interface Handler {
        Uni<Response> handle(Operation operation, MsAdsCall call, Supplier<WireObject> body);
    }

    /** Performs {@code operation}; refuses with the {@link DomainException} that the core refuses with. */
    Uni<Response> run(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        Route route = routes.get(operation.name());
        if (route == null) {
            throw new DomainException(ErrorCode.OPERATION_UNKNOWN, "There is no such operation in version 13.");
        }
        require(call, route.action, route.about);
        return route.handler.handle(operation, call, body);
    }

    /** The action that the operation performs; empty for an operation that is not served. */
    Optional<Action> action(String operation) {
        return Optional.ofNullable(routes.get(operation)).map(Route::action);
    }

    private static void require(MsAdsCall call, Action action, Target target) {
        Gate.may(call.rights(), action, target).orRefuse(verdict -> forbidden());
    }

    private static DomainException forbidden() {
        return new DomainException(ErrorCode.FORBIDDEN, "The user is not authorized to do that.");
    }

    private Uni<Response> addAccount(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        WireObject request = body.get();
        AddAdvertiserAccount command = MsAdsRequests.newAccount(request);
        return guard.write(
                call.write(operation, request),
                () -> accounts.add(command, call.rights(), call.actor()),
                made -> answer(
                        call,
                        WireObject.of(operation.response())
                                .with("AccountId", MsAdsMapper.number(made.ids().advertiserAccountId()))
                                .with("AccountNumber", made.ids().advertiserAccountNumber())
                                .with("CreateTime", made.createdAt())));
    }

    private Uni<Response> getAccount(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        WireObject request = body.get();
        return search.get(MsAdsRequests.accountId(request), call.rights())
                .map(account -> answer(
                        call,
                        WireObject.of(operation.response())
                                .with(
                                        "Account",
                                        MsAdsMapper.account(
                                                account, stamps.of(account), MsAdsRequests.additional(request)))));
    }

    private Uni<Response> updateAccount(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        WireObject request = body.get();
        ChangeAdvertiserAccount command = MsAdsRequests.changedAccount(request);
        return guard.write(
                call.write(operation, request),
                () -> accounts.update(command, call.rights(), call.actor()),
                changed -> answer(
                        call, WireObject.of(operation.response()).with("LastModifiedTime", changed.updatedAt())));
    }

    private Uni<Response> deleteAccount(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        WireObject request = body.get();
        String id = MsAdsRequests.accountId(request);
        TimeStamp stamp = MsAdsRequests.stamp(request);
        return guard.write(
                call.write(operation, request),
                () -> accounts.delete(id, stamp, call.rights(), call.actor()),
                closed -> answer(call, WireObject.of(operation.response())));
    }

    private Uni<Response> getAccountsInfo(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        Long asked = body.get().number("CustomerId");
        // No account is linked to a second customer here, so a customer's own accounts are all that it has.
        String customerId = asked == null ? impliedCustomer(call) : asked.toString();
        return search.ofCustomer(customerId, ALL, call.rights())
                .map(found -> answer(
                        call,
                        WireObject.of(operation.response())
                                .with(
                                        "AccountsInfo",
                                        found.stream()
                                                .map(MsAdsMapper::accountInfo)
                                                .toList())));
    }

    /** The customer that the call is about if it names none: the one in the caller's header, else the caller's own. */
    private static String impliedCustomer(MsAdsCall call) {
        String hint = call.customerHint();
        return hint != null
                        && Gate.may(
                                        call.rights(),
                                        Action.ACCOUNT_LIST,
                                        call.rights().customer(hint))
                                .isAllowed()
                ? hint
                : call.rights().caller().customerId();
    }

    private Uni<Response> findAccounts(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        WireObject request = body.get();
        Integer most = request.integer("TopN");
        if (most == null || most < 1 || most > MOST_FOUND) {
            throw new DomainException(
                    ErrorCode.FIELD_INVALID, "TopN is a number from 1 to 5000.", Map.of("field", "TopN"));
        }
        Long customer = request.number("CustomerId");
        String filter = request.text("AccountFilter");
        return search.find(
                        customer == null ? null : customer.toString(),
                        filter,
                        MsAdsRequests.isNumberFilter(filter),
                        most,
                        call.rights())
                .map(found -> answer(
                        call,
                        WireObject.of(operation.response())
                                .with(
                                        "AccountsInfo",
                                        found.stream()
                                                .map(MsAdsMapper::accountInfo)
                                                .toList())));
    }

    private Uni<Response> searchAccounts(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        WireObject request = body.get();
        AccountSearch wanted = MsAdsRequests.search(request);
        return search.search(wanted, call.rights())
                .map(found -> answer(
                        call,
                        WireObject.of(operation.response())
                                .with(
                                        "Accounts",
                                        found.stream()
                                                .map(account -> MsAdsMapper.account(
                                                        account, stamps.of(account), MsAdsRequests.additional(request)))
                                                .toList())));
    }

    private Uni<Response> getUser(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        Long asked = body.get().number("UserId");
        return user(call, asked == null ? null : asked.toString())
                .map(user -> answer(
                        call,
                        WireObject.of(operation.response())
                                .with("User", MsAdsMapper.user(user, stamps.of(user)))
                                .with(
                                        "CustomerRoles",
                                        call.rights().visibleRoles(user.roles()).stream()
                                                .map(MsAdsMapper::role)
                                                .toList())));
    }

    private Uni<Response> getCurrentUser(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        return Uni.createFrom()
                .item(body)
                .chain(request -> user(call, null))
                .map(user -> answer(
                        call,
                        WireObject.of(operation.response()).with("User", MsAdsMapper.user(user, stamps.of(user)))));
    }

    /**
     * The person with that id; the caller for null. For a person whom the caller may not see, the answer is the same as
     * for one who does not exist.
     */
    private Uni<UserView> user(MsAdsCall call, @Nullable String id) {
        return users.find(id == null ? call.rights().caller().userId() : id).map(found -> {
            if (found == null) {
                throw forbidden();
            }
            require(call, Action.USER_READ, found.target());
            return found;
        });
    }

    private Uni<Response> getCustomer(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        return customers
                .get(MsAdsRequests.customerId(body.get()), call.rights())
                .map(customer -> answer(
                        call,
                        WireObject.of(operation.response())
                                .with("Customer", MsAdsMapper.customer(customer, stamps.of(customer)))));
    }

    private Uni<Response> updateCustomer(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        WireObject request = body.get();
        ChangeCustomer command = MsAdsRequests.changedCustomer(request);
        return guard.write(
                call.write(operation, request),
                () -> customers.update(command, call.rights(), call.actor()),
                changed -> answer(
                        call, WireObject.of(operation.response()).with("LastModifiedTime", changed.updatedAt())));
    }

    private Uni<Response> deleteCustomer(Operation operation, MsAdsCall call, Supplier<WireObject> body) {
        WireObject request = body.get();
        String id = MsAdsRequests.customerId(request);
        TimeStamp stamp = MsAdsRequests.stamp(request);
        return guard.write(
                call.write(operation, request),
                () -> customers.delete(id, stamp, call.rights(), call.actor()),
                closed -> answer(call, WireObject.of(operation.response())));
    }

    private static Response answer(MsAdsCall call, WireObject answer) {
        return call.transport().answer(answer, call.trackingId());
    }
}
