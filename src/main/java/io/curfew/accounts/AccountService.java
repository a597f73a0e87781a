package io.curfew.accounts;

import io.curfew.access.Reach;
import io.curfew.access.StatusRules;
import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.Cursor;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.CurrentTree;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.SuspensionCause;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes, shows and changes accounts. Every change is one transaction that also holds its audit entry, its event and the
 * work that follows from it. An account of another tree is {@link ErrorCode#NOT_FOUND}, like one that never was.
 */
@ApplicationScoped
public class AccountService {
    /** Characters of a name at most; a door may allow fewer. */
    public static final int MAX_NAME = 100;

    private final AccountRepository accounts;
    private final AccountOpening opening;
    private final AccountClosing closing;
    private final Directory directory;
    private final EventPublisher events;
    private final LifecycleClock clock;

    AccountService(
            AccountRepository accounts,
            AccountOpening opening,
            AccountClosing closing,
            Directory directory,
            EventPublisher events,
            LifecycleClock clock) {
        this.accounts = accounts;
        this.opening = opening;
        this.closing = closing;
        this.directory = directory;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Makes an account with all its ids.
     *
     * <p>Refuses with {@link ErrorCode#NAME_INVALID}; for a subaccount also with {@link ErrorCode#SUBACCOUNT_NESTING},
     * {@link ErrorCode#SUBACCOUNT_LIMIT} and {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AccountView> open(OpenAccount command) {
        requireName(command.name());
        if (command instanceof OpenAccount.Sub sub) {
            return opening.openSub(sub);
        }
        return opening.openMain((OpenAccount.Main) command);
    }

    /** The account; {@link ErrorCode#NOT_FOUND} when the tree has none of that id or its purge is due. */
    @CheckReturnValue
    @WithSession
    public Uni<AccountView> get(String tenantId, String accountId) {
        return accounts.findInTree(tenantId, accountId).map(found -> shown(tenantId, found));
    }

    /**
     * The account that any of its ids names, as far as {@code reach} goes.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} for an id that never was or is out of reach, {@link ErrorCode#PURGED}
     * for one that was, from the due instant of its purge on; the details then hold {@code closedAt}, {@code purgedAt}
     * and {@code certificate}.
     */
    @CheckReturnValue
    @WithSession
    public Uni<AccountView> resolve(String anyId, Reach reach) {
        return directory
                .find(anyId)
                .map(AccountService::requireFound)
                .invoke(entry -> {
                    if (!reach.covers(entry.tenantId(), entry.targetId())) {
                        throw AccountInTree.notFound();
                    }
                    // The platform operator's call is about another tree than the caller's own.
                    CurrentTree.enter(entry.tenantId());
                })
                .chain(entry -> accounts.findInTree(entry.tenantId(), entry.targetId())
                        .chain(found -> shownOrGone(entry, found)));
    }

    private Uni<AccountView> shownOrGone(Directory.Entry entry, @Nullable AccountInTree found) {
        Instant now = clock.now(entry.tenantId());
        return found != null && found.standing().isThere(now)
                ? Uni.createFrom().item(found.view())
                : gone(entry, found, now);
    }

    private static Uni<AccountView> gone(Directory.Entry entry, @Nullable AccountInTree late, Instant now) {
        return Tombstones.find(entry.tenantId(), entry.targetId())
                .map(raised -> raised != null || late == null ? raised : Tombstones.ofDue(late, now))
                .map(found -> {
                    throw found == null ? AccountInTree.notFound() : found.asRefusal();
                });
    }

    /**
     * A page of accounts, newest first; those whose purge is due are left out. A page of all trees' main accounts may
     * have fewer rows than are asked for though others follow, but is never empty then.
     */
    @CheckReturnValue
    @WithSession
    public Uni<Slice<AccountView>> list(AccountFilter filter, PageRequest page) {
        String tenantId = filter.tenantId();
        return tenantId == null ? listMains(filter, page) : accounts.page(filter, page, clock.now(tenantId));
    }

    /** Each main account has its tree's time, so that no statement can tell for all of them which are there. */
    private Uni<Slice<AccountView>> listMains(AccountFilter filter, PageRequest page) {
        return accounts.page(filter, page, null).chain(all -> {
            Slice<AccountView> there = all.filter(account -> account.standing().isThere(clock.now(account.tenantId())));
            if (!there.items().isEmpty() || !all.hasOlder() || page.isBackwards()) {
                return Uni.createFrom().item(there);
            }
            AccountView last = all.items().get(all.items().size() - 1);
            return listMains(
                    filter,
                    new PageRequest(page.size(), new Cursor(last.createdAt(), last.id(), Cursor.Direction.OLDER), 0));
        });
    }

    /**
     * Changes name or status. Asking for what is already so changes nothing, writes nothing and succeeds; so does
     * closing what is closed.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#VERSION_MISMATCH}, {@link ErrorCode#NAME_INVALID},
     * {@link ErrorCode#ACCOUNT_CLOSED}, {@link ErrorCode#PARENT_NOT_ACTIVE},
     * {@link ErrorCode#SUSPENDED_BY_PLATFORM} and, for closing, {@link ErrorCode#BLOCKED}: the detail {@code blockers} then
     * lists the first hundred things that stand in the way, {@code blockerCount} says how many there are.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AccountView> change(ChangeAccount command) {
        if (command.name() != null) {
            requireName(command.name());
        }
        Instant now = clock.now(command.tenantId());
        return (command.status() == null
                        ? accounts.lockForChange(command.tenantId(), command.accountId())
                        : accounts.lockStates(command.tenantId(), command.accountId()))
                .map(found -> AccountInTree.require(found, now))
                .chain(found -> {
                    requireVersion(found.account(), command.ifVersion());
                    requireParentActive(command, found);
                    return apply(found, command, now).call(accounts::flush).replaceWith(() -> found.view());
                });
    }

    private Uni<Void> apply(AccountInTree found, ChangeAccount command, Instant now) {
        Account account = found.account();
        Uni<Void> done = Uni.createFrom().voidItem();
        String name = command.name();
        if (name != null && !name.equals(account.name())) {
            account.rename(name, now);
            done = done.chain(
                    () -> publish(EventType.ACCOUNT_UPDATED, account, command, now, Map.of("changed", "name")));
        }
        LifecycleStatus wanted = command.status();
        if (wanted == null) {
            return done;
        }
        return done.chain(() -> move(found, wanted, command, now));
    }

    private Uni<Void> move(AccountInTree found, LifecycleStatus wanted, ChangeAccount command, Instant now) {
        Account account = found.account();
        LifecycleStatus before = account.status();
        long beforeVersion = account.version();
        SuspensionCause by = cause(command.actor());
        boolean causeBefore = account.isSuspendedBy(SuspensionCause.PLATFORM);
        switch (wanted) {
            case ACTIVE -> account.resume(by, command.reason(), now);
            case SUSPENDED -> account.suspend(by, command.reason(), now);
            case CLOSED -> {
                return before == LifecycleStatus.CLOSED
                        ? Uni.createFrom().voidItem()
                        : closing.close(found, by, command.reason(), command.actor(), now);
            }
        }
        boolean moved = before != account.status() || causeBefore != account.isSuspendedBy(SuspensionCause.PLATFORM);
        if (!moved) {
            return Uni.createFrom().voidItem();
        }
        EventType type = wanted == LifecycleStatus.ACTIVE ? EventType.ACCOUNT_RESUMED : EventType.ACCOUNT_SUSPENDED;
        Map<String, Object> facts = Map.of("from", before.name(), "to", wanted.name(), "fromVersion", beforeVersion);
        return publish(type, account, command, now, facts);
    }

    /**
     * Holds an account still for a change of it that the caller makes in the same transaction, and that leaves its status
     * as it is: nobody else changes it before that ends.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AccountView> lock(String tenantId, String accountId) {
        return accounts.lockForChange(tenantId, accountId).map(found -> shown(tenantId, found));
    }

    /**
     * {@link #lock} for a change of the account's status: nobody writes in its tree before the caller's transaction ends.
     * Nothing else of the tree may be locked before.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AccountView> lockForStatusChange(String tenantId, String accountId) {
        return accounts.lockStates(tenantId, accountId).map(found -> shown(tenantId, found));
    }

    /**
     * Notes that something that belongs to the account was changed, and perhaps its name, which makes a version of the
     * account. Needs the account locked.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} and {@link ErrorCode#NAME_INVALID}.
     *
     * @param name the name it has from now on, which may be the one it has
     * @param changed what was changed, for the audit
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AccountView> revise(String tenantId, String accountId, String name, String changed, Actor actor) {
        requireName(name);
        Instant now = clock.now(tenantId);
        return accounts.lockForChange(tenantId, accountId)
                .map(found -> AccountInTree.require(found, now))
                .invoke(found -> found.account().revise(name, now))
                .call(accounts::flush)
                .call(found -> events.publish(
                        event(EventType.ACCOUNT_UPDATED, found.account(), actor, now, Map.of("changed", changed))))
                .map(AccountInTree::view);
    }

    /**
     * Whether an open subaccount of the tree has that name. Nobody who asks for the same name gets an answer before the
     * caller's transaction ends, so that two who ask do not both take it.
     *
     * @param exceptId the account that may have it, null for none
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Boolean> isNameTaken(String tenantId, String name, @Nullable String exceptId) {
        return accounts.lockName(tenantId, name)
                .chain(() -> accounts.countOpenNamed(tenantId, name, exceptId))
                .map(count -> count > 0);
    }

    /**
     * Holds an account's state still for an act that is done to it: neither it nor its main account can be suspended or
     * closed before the caller's transaction ends.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND}, and as {@link StatusRules#require} does.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AccountView> admit(Action action, String tenantId, String accountId) {
        return holdStates(tenantId, accountId).invoke(view -> StatusRules.require(action, view.effectiveStatus()));
    }

    private Uni<AccountView> holdStates(String tenantId, String accountId) {
        return accounts.holdStates(tenantId, accountId).map(found -> shown(tenantId, found));
    }

    private AccountView shown(String tenantId, @Nullable AccountInTree found) {
        return AccountInTree.require(found, clock.now(tenantId)).view();
    }

    private Uni<Void> publish(
            EventType type, Account account, ChangeAccount command, Instant now, Map<String, Object> data) {
        return events.publish(event(type, account, command.actor(), now, data));
    }

    private static DomainEvent event(
            EventType type, Account account, Actor actor, Instant at, Map<String, Object> data) {
        return new DomainEvent(type, account.tenantId(), account.id(), account.id(), at, actor, data);
    }

    private static SuspensionCause cause(Actor actor) {
        return actor.kind() == Actor.Kind.CUSTOMER ? SuspensionCause.CUSTOMER : SuspensionCause.PLATFORM;
    }

    private static void requireParentActive(ChangeAccount command, AccountInTree found) {
        if (command.status() != null
                && command.actor().kind() == Actor.Kind.CUSTOMER
                && !found.account().isMain()) {
            StatusRules.requireParent(found.main().standing().status());
        }
    }

    private static void requireVersion(Account account, @Nullable Long expected) {
        if (expected != null && expected != account.version()) {
            throw new DomainException(
                    ErrorCode.VERSION_MISMATCH,
                    "The account was changed since: its version is " + account.version() + ".",
                    Map.of("version", account.version()));
        }
    }

    private static void requireName(String name) {
        if (name.isBlank() || name.codePointCount(0, name.length()) > MAX_NAME) {
            throw new DomainException(ErrorCode.NAME_INVALID, "A name has 1 to " + MAX_NAME + " characters.");
        }
    }

    private static <T> T requireFound(@Nullable T found) {
        if (found == null) {
            throw AccountInTree.notFound();
        }
        return found;
    }
}
