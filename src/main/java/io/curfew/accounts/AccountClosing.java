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
     * Closes an open account, whose tree is locked for that.
     *
     * <p>Refuses with {@link ErrorCode#SUSPENDED_BY_PLATFORM}, and with {@link ErrorCode#BLOCKED} when something stands in
     * the way: the detail {@code blockers} lists the first {@link Inspection#SHOWN} of it, {@code blockerCount} says how
     * much there is.
     */
    Uni<Void> close(Account account, SuspensionCause by, @Nullable String reason, Actor actor, Instant now) {
        account.requireClosable(by);
        EndingAccount ending = new EndingAccount(account.tenantId(), account.id(), now, actor);
        return participants
                .inspect(ending)
                .invoke(found -> requireUnblocked(found.values()))
                .invoke(() -> account.close(by, reason, now))
                .chain(found -> afterClosing(account, found, actor, now));
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

    private Uni<Void> afterClosing(Account account, Map<String, Inspection> found, Actor actor, Instant now) {
        Map<String, Object> facts = new HashMap<>();
        found.values().forEach(one -> facts.putAll(one.releases()));
        // The account's own row is settled first, so that it is written once.
        return schedulePurge(account, facts, now)
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

    private Uni<Void> schedulePurge(Account account, Map<String, Object> facts, Instant now) {
        // The tree's lock, which a closing has, keeps a change of the policy from passing it by unseen.
        return policies.findHeld(account.tenantId()).chain(policy -> {
            if (!policy.autoDeletion()) {
                return Uni.createFrom().voidItem();
            }
            Instant purgeAt = now.plus(config.deletionAfter());
            account.schedulePurge(purgeAt);
            facts.put("purgeAt", purgeAt.toString());
            return work.scheduleAll(
                    AccountPurgeWork.KIND,
                    account.tenantId(),
                    List.of(WorkItem.due(
                            AccountPurgeWork.KIND, account.tenantId(), account.id(), account.id(), purgeAt)));
        });
    }
}
