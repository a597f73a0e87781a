package io.curfew.accounts;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What follows from closing an account, in the closing transaction: release work, the purge's due instant, the event. */
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

    /** {@code account} has just been closed at {@code now}, and its tree is locked for that. */
    Uni<Void> afterClosing(Account account, Actor actor, Instant now) {
        EndingAccount ending = new EndingAccount(account.tenantId(), account.id(), now, actor);
        Map<String, Object> facts = new HashMap<>();
        // The account's own row is settled first, so that it is written once, however often participants ask the
        // database.
        return schedulePurge(account, facts, now)
                .chain(() -> participants.onClosing(ending))
                .invoke(found -> facts.putAll(found.facts()))
                .chain(found -> owned.begin(
                        AccountReleaseWork.KIND,
                        account,
                        found.holders().stream()
                                .map(name -> new OwnedTarget(account.id(), name, null))
                                .toList(),
                        now))
                .chain(() -> account.isMain() ? closeChildren(account, facts, now) : countOneLess(account))
                .chain(() -> events.publish(new DomainEvent(
                        EventType.ACCOUNT_CLOSED, account.tenantId(), account.id(), account.id(), now, actor, facts)));
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
