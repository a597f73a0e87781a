package io.curfew.accounts;

import io.curfew.access.StatusRules;
import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.OpeningAccount;
import io.curfew.lifecycle.TreeLock;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps of making an account: its ids, its row, what every account has from birth, the event. */
@ApplicationScoped
class AccountOpening {
    /** Main accounts that a subaccount may be made in: active ones of either plan, each up to its limit. */
    private static final AllowedAccounts MAY_HAVE_SUBACCOUNTS = AllowedAccounts.where(
            (status, type) -> StatusRules.allowing(Action.ACCOUNT_CREATE).contains(status));

    private static final int TRIAL_SUBACCOUNTS = 1;
    private static final int ID_ATTEMPTS = 5;

    private final AccountRepository accounts;
    private final Participants participants;
    private final Directory directory;
    private final EventPublisher events;
    private final LifecycleClock clock;
    private final AccountsConfig config;

    AccountOpening(
            AccountRepository accounts,
            Participants participants,
            Directory directory,
            EventPublisher events,
            LifecycleClock clock,
            AccountsConfig config) {
        this.accounts = accounts;
        this.participants = participants;
        this.directory = directory;
        this.events = events;
        this.clock = clock;
        this.config = config;
    }

    /** Makes a main account, in the caller's transaction. */
    Uni<AccountView> openMain(OpenAccount.Main command) {
        return claimMainIds(command.ids(), ID_ATTEMPTS)
                .map(ids -> Account.main(
                        ids.accountId,
                        command.name(),
                        command.type(),
                        ids.operatorId,
                        ids.customerId,
                        clock.now(ids.accountId)))
                .chain(account -> accounts.persistAndFlush(account))
                .chain(account -> begin(account, command.actor()))
                .call(view -> insertMainRows(view.id(), view.createdAt()));
    }

    /**
     * Makes a subaccount, in the caller's transaction.
     *
     * <p>Refuses with {@link ErrorCode#SUBACCOUNT_NESTING}, {@link ErrorCode#NOT_FOUND},
     * {@link ErrorCode#ACCOUNT_NOT_ACTIVE} and {@link ErrorCode#SUBACCOUNT_LIMIT}.
     */
    Uni<AccountView> openSub(OpenAccount.Sub command) {
        if (!command.parentId().equals(command.tenantId())) {
            throw new DomainException(ErrorCode.SUBACCOUNT_NESTING, "Subaccounts cannot contain subaccounts");
        }
        Instant now = clock.now(command.tenantId());
        return TreeLock.shared(command.tenantId(), () -> claimSubIds(command.tenantId(), ID_ATTEMPTS))
                .map(ids -> new NewSubaccount(
                        command.tenantId(), ids.accountId, command.name(), ids.advertiserId, ids.advertiserNumber, now))
                .chain(sub -> accounts.insertSub(sub, MAY_HAVE_SUBACCOUNTS))
                .chain(inserted -> inserted == null
                        ? explain(command.tenantId(), now)
                        : begin(inserted, command.actor())
                                // Last, for this row is the one that creators of the same tree wait for.
                                .call(() -> countOneMore(inserted)));
    }

    /** Nothing was inserted. The tree is still locked, so what stood in the way still does. */
    private Uni<AccountView> explain(String tenantId, Instant now) {
        return accounts.findInTree(tenantId, tenantId)
                .map(found -> AccountInTree.require(found, now))
                .map(parent -> {
                    StatusRules.require(Action.ACCOUNT_CREATE, parent.standing().status());
                    throw new IllegalStateException("the account may have subaccounts, and got none");
                });
    }

    /** What every account has from birth, and the event. Its row is there, and so is an active main account. */
    private Uni<AccountView> begin(Account account, Actor actor) {
        return Uni.createFrom()
                .item(() -> account.view(account.standing()))
                .call(view -> participants.onOpening(new OpeningAccount(view.tenantId(), view.id(), view.createdAt())))
                .call(view -> events.publish(new DomainEvent(
                        EventType.ACCOUNT_CREATED,
                        view.tenantId(),
                        view.id(),
                        view.id(),
                        view.createdAt(),
                        actor,
                        Map.of("type", view.type().name()))));
    }

    private Uni<Void> insertMainRows(String tenantId, Instant now) {
        return Sql.of("""
                                with counted as (insert into subaccount_count (tenant_id, open) values ($1, 0))
                                insert into account_policy
                                    (tenant_id, auto_deletion, auto_deletion_warning, updated_at, version)
                                values ($1, true, $2, $3, 0)
                                """, tenantId, config.deletionWarning().toSeconds(), now)
                .update()
                .replaceWithVoid();
    }

    private Uni<Void> countOneMore(Account sub) {
        int limit = sub.type() == AccountType.TRIAL ? TRIAL_SUBACCOUNTS : config.maxSubaccounts();
        return Sql.of(
                        "update subaccount_count set open = open + 1 where tenant_id = $1 and open < $2",
                        sub.tenantId(),
                        limit)
                .update()
                .invoke(updated -> {
                    if (updated == 0) {
                        throw new DomainException(
                                ErrorCode.SUBACCOUNT_LIMIT,
                                "The account holds the maximum number of subaccounts: " + limit,
                                Map.of("limit", limit));
                    }
                })
                .replaceWithVoid();
    }

    private record MainIds(String accountId, String operatorId, String customerId) {}

    private record SubIds(String accountId, String advertiserId, String advertiserNumber) {}

    private Uni<MainIds> claimMainIds(OpenAccount.ChosenIds chosen, int attempts) {
        MainIds ids = new MainIds(
                orNew(chosen.accountId(), Ids.next(Ids.ACCOUNT)),
                orNew(chosen.operatorId(), "OP" + Ids.digits(10)),
                orNew(chosen.customerId(), Ids.digits(15)));
        Map<String, Directory.Kind> entries = new LinkedHashMap<>();
        entries.put(ids.accountId, Directory.Kind.ACCOUNT);
        entries.put(ids.operatorId, Directory.Kind.OPERATOR);
        entries.put(ids.customerId, Directory.Kind.CUSTOMER);
        return directory
                .claim(entries, ids.accountId, ids.accountId)
                .chain(free -> free
                        ? Uni.createFrom().item(ids)
                        : again(attempts).chain(() -> claimMainIds(chosen, attempts - 1)));
    }

    private Uni<SubIds> claimSubIds(String tenantId, int attempts) {
        SubIds ids = new SubIds(Ids.next(Ids.ACCOUNT), Ids.digits(15), "F" + Ids.alphanumeric(7));
        Map<String, Directory.Kind> entries = new LinkedHashMap<>();
        entries.put(ids.accountId, Directory.Kind.ACCOUNT);
        entries.put(ids.advertiserId, Directory.Kind.ADVERTISER_ACCOUNT);
        entries.put(ids.advertiserNumber, Directory.Kind.ADVERTISER_NUMBER);
        return directory
                .claim(entries, tenantId, ids.accountId)
                .chain(free -> free
                        ? Uni.createFrom().item(ids)
                        : again(attempts).chain(() -> claimSubIds(tenantId, attempts - 1)));
    }

    /** Drawing a taken id is one chance in billions; drawing one five times over means that something is wrong. */
    private static Uni<Void> again(int attempts) {
        return attempts > 1
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(new IllegalStateException("no free id found"));
    }

    private static String orNew(@Nullable String chosen, String fresh) {
        return chosen == null ? fresh : chosen;
    }
}
