package io.curfew.accounts;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.curfew.lifecycle.WorkQueue;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Purges a closed account: every row that holds anything of it goes, a tombstone and the audit stay. It waits for the
 * work of releasing what the account held and, where that is more than a page, of deleting it; a main account also waits for
 * its subaccounts.
 */
@ApplicationScoped
class AccountPurgeWork implements WorkHandler {
    static final String KIND = "account-purge";

    private static final Duration WAIT_FOR_CHILDREN = Duration.ofMinutes(1);

    /** Whoever ends what is left calls the purge before that, unless the purge is being asked at that moment. */
    private static final Duration WAIT_FOR_PAGES = Duration.ofSeconds(5);

    /** Rows that a step deletes at most. */
    private static final int PAGE = 500;

    private final AccountRepository accounts;
    private final Participants participants;
    private final Owned owned;
    private final WorkQueue work;
    private final EventPublisher events;

    AccountPurgeWork(
            AccountRepository accounts, Participants participants, Owned owned, WorkQueue work, EventPublisher events) {
        this.accounts = accounts;
        this.participants = participants;
        this.owned = owned;
        this.work = work;
        this.events = events;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean isPaged() {
        return true;
    }

    /**
     * Looks first, and locks only what is to be purged: a change of the policy, which has the tree locked, may wait for
     * the item of an account whose purge it calls on.
     */
    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return accounts.findEvenIfDue(item.tenantId(), item.targetId()).chain(account -> {
            Instant purgeAt = account == null ? null : account.purgeAt();
            if (account == null || purgeAt == null) {
                return Uni.createFrom().item(WorkOutcome.done());
            }
            if (purgeAt.isAfter(now)) {
                return Uni.createFrom().item(WorkOutcome.dueAgain(purgeAt));
            }
            return owned.isLeft(account)
                    .chain(left -> left ? again(now, WAIT_FOR_PAGES) : purgeUnlessParent(account, purgeAt, now));
        });
    }

    private Uni<WorkOutcome> purgeUnlessParent(Account account, Instant purgeAt, Instant now) {
        if (!account.isMain()) {
            return purgeLocked(account, purgeAt, now);
        }
        return accounts.hasChildren(account.id())
                .chain(children -> children ? again(now, WAIT_FOR_CHILDREN) : purgeLocked(account, purgeAt, now));
    }

    private static Uni<WorkOutcome> again(Instant now, Duration wait) {
        return Uni.createFrom().item(WorkOutcome.dueAgain(now.plus(wait)));
    }

    private Uni<WorkOutcome> purgeLocked(Account account, Instant purgeAt, Instant now) {
        EndingAccount ending = new EndingAccount(account.tenantId(), account.id(), now, Actor.worker(KIND));
        return accounts.lockForPurge(account.tenantId(), account.id())
                .chain(locked -> locked == null
                        ? Uni.createFrom().item(WorkOutcome.done())
                        : participants.purgeFirst(ending).chain(more -> {
                            if (!more.isEmpty()) {
                                return owned.begin(PurgePageWork.KIND, account, targets(account, more), now)
                                        .chain(() -> again(now, WAIT_FOR_PAGES));
                            }
                            // Whatever work is left for the account has nothing to act on any more.
                            return work.drop(account.tenantId(), account.id(), KIND, PAGE)
                                    .chain(dropped -> dropped == PAGE
                                            ? Uni.createFrom().item(WorkOutcome.dueAgain(now))
                                            : purge(account, purgeAt, ending));
                        }));
    }

    private static List<OwnedTarget> targets(Account account, Map<String, String> more) {
        return more.entrySet().stream()
                .map(page -> new OwnedTarget(account.id(), page.getKey(), page.getValue()))
                .toList();
    }

    private Uni<WorkOutcome> purge(Account account, Instant purgeAt, EndingAccount ending) {
        Instant closedAt = account.closedAt();
        if (closedAt == null) {
            throw new IllegalStateException("an account that is not closed is never purged");
        }
        return deleteOwnRows(account)
                .chain(() -> Tombstones.raise(account, closedAt, purgeAt))
                .chain(() -> events.publish(new DomainEvent(
                        EventType.ACCOUNT_PURGED,
                        account.tenantId(),
                        account.id(),
                        account.id(),
                        ending.at(),
                        ending.actor(),
                        Map.of("closedAt", closedAt.toString()))))
                .replaceWith(WorkOutcome.done());
    }

    private static Uni<Void> deleteOwnRows(Account account) {
        return Sql.of("""
                        with counted as (delete from subaccount_count where tenant_id = $2),
                        policy as (delete from account_policy where tenant_id = $2)
                        delete from account where tenant_id = $1 and id = $2
                        """, account.tenantId(), account.id()).update().replaceWithVoid();
    }
}
