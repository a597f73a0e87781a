package io.curfew.accounts;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.Blocker;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.Inspection;
import io.curfew.lifecycle.SuspensionCause;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Closes accounts: asks first what stands in the way, then moves the state and writes what follows from that, in the same
 * transaction: release work, the purge's due instant, the event.
 */
@ApplicationScoped
class AccountClosing {
    private final AccountRepository accounts;
    private final PolicyRepository policies;
    private final Participants participants;
    private final Owned owned;
    private final WorkQueue work;
    private final EventPublisher events;
    private final AccountsConfig config;

    AccountClosing(
            AccountRepository accounts,
            PolicyRepository policies,
            Participants participants,
            Owned owned,
            WorkQueue work,
            EventPublisher events,
            AccountsConfig config) {
        this.accounts = accounts;
        this.policies = policies;
        this.participants = participants;
        this.owned = owned;
        this.work = work;
        this.events = events;
        this.config = config;
    }

    /**
     * Closes an open account, whose tree is locked for that. A subaccount of a closed main account is closed as of that one's
     * closing and is gone with it, so that readers are told the same before and after.
     *
     * <p>Refuses with {@link ErrorCode#SUSPENDED_BY_PLATFORM}, and with {@link ErrorCode#BLOCKED} when something stands in
     * the way: the detail {@code blockers} lists the first {@link Inspection#SHOWN} of it, {@code blockerCount} says how
     * much there is.
     */
    Uni<Void> close(AccountInTree found, SuspensionCause by, @Nullable String reason, Actor actor, Instant now) {
        Account account = found.account();
        account.requireClosable(by);
        Instant mainClosedAt = found.main().closedAt();
        return mainClosedAt == null
                ? purgeInstant(account, now)
                        .chain(purgeAt -> close(account, by, reason, actor, now, purgeAt.orElse(null)))
                : close(account, by, reason, actor, mainClosedAt, found.main().purgeAt());
    }

    /** When an account that is closed at {@code at} is to be purged; empty where the policy purges nothing. */
    private Uni<Optional<Instant>> purgeInstant(Account account, Instant at) {
        // The tree's lock, which a closing has, keeps a change of the policy from passing it by unseen.
        return policies.findHeld(account.tenantId())
                .map(policy -> policy.autoDeletion() ? Optional.of(at.plus(config.deletionAfter())) : Optional.empty());
    }

    private Uni<Void> close(
            Account account,
            SuspensionCause by,
            @Nullable String reason,
            Actor actor,
            Instant at,
            @Nullable Instant purgeAt) {
        EndingAccount ending = new EndingAccount(account.tenantId(), account.id(), at, actor);
        return participants
                .inspect(ending)
                .invoke(found -> requireUnblocked(found.values()))
                .invoke(() -> account.close(by, reason, at))
                .chain(found -> afterClosing(account, found, actor, at, purgeAt));
    }

    private static void requireUnblocked(Collection<Inspection> found) {
        Inspection all = found.stream().reduce(Inspection.NOTHING, Inspection::and);
        if (all.blockerCount() > 0) {
            throw new DomainException(
                    ErrorCode.BLOCKED,
                    "What the account holds stands in the way of closing it.",
                    Map.of(
                            "blockers",
                            all.blockers().stream().map(AccountClosing::facts).toList(),
                            "blockerCount",
                            all.blockerCount()));
        }
    }

    private static Map<String, Object> facts(Blocker blocker) {
        return Map.of("kind", blocker.kind(), "id", blocker.id(), "reason", blocker.reason());
    }

    private Uni<Void> afterClosing(
            Account account, Map<String, Inspection> found, Actor actor, Instant now, @Nullable Instant purgeAt) {
        Map<String, Object> facts = new HashMap<>();
        found.values().forEach(one -> facts.putAll(one.releases()));
        // The account's own row is settled first, so that it is written once.
        return schedulePurge(account, facts, purgeAt)
                .chain(() -> owned.begin(AccountReleaseWork.KIND, account, holders(account, found), now))
                .chain(() -> account.isMain() ? closeChildren(account, facts, now) : countOneLess(account))
                .chain(() -> events.publish(new DomainEvent(
                        EventType.ACCOUNT_CLOSED, account.tenantId(), account.id(), account.id(), now, actor, facts)));
    }

    private static List<OwnedTarget> holders(Account account, Map<String, Inspection> found) {
        return found.entrySet().stream()
                .filter(one -> !one.getValue().releases().isEmpty())
                .map(one -> new OwnedTarget(account.id(), one.getKey(), null))
                .toList();
    }

    private Uni<Void> closeChildren(Account main, Map<String, Object> facts, Instant now) {
        return accounts.idsOfOpenChildren(main.id())
                .invoke(ids -> facts.put("subaccounts", ids.size()))
                .map(ids -> ids.stream()
                        .map(id -> WorkItem.due(CloseSubaccountWork.KIND, main.id(), id, id, now))
                        .toList())
                .chain(items -> work.scheduleAll(CloseSubaccountWork.KIND, main.id(), items));
    }

    private static Uni<Void> countOneLess(Account account) {
        return Sql.of("update subaccount_count set open = open - 1 where tenant_id = $1", account.tenantId())
                .update()
                .replaceWithVoid();
    }

    private Uni<Void> schedulePurge(Account account, Map<String, Object> facts, @Nullable Instant purgeAt) {
        if (purgeAt == null) {
            return Uni.createFrom().voidItem();
        }
        account.schedulePurge(purgeAt);
        facts.put("purgeAt", purgeAt.toString());
        return work.schedule(
                WorkItem.due(AccountPurgeWork.KIND, account.tenantId(), account.id(), account.id(), purgeAt));
    }
}
