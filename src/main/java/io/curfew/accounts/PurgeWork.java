package io.curfew.accounts;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Purges a closed account: every row that holds anything of it goes, a tombstone and the audit stay. */
@ApplicationScoped
class PurgeWork implements WorkHandler {
    static final String KIND = "account-purge";

    private static final Duration WAIT_FOR_CHILDREN = Duration.ofMinutes(1);

    private final AccountRepository accounts;
    private final Participants participants;
    private final EventPublisher events;

    PurgeWork(AccountRepository accounts, Participants participants, EventPublisher events) {
        this.accounts = accounts;
        this.participants = participants;
        this.events = events;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return accounts.lockForPurge(item.tenantId(), item.targetId()).chain(account -> {
            if (account == null) {
                return Uni.createFrom().item(WorkOutcome.done());
            }
            Instant purgeAt = account.purgeAt();
            if (purgeAt == null) {
                return Uni.createFrom().item(WorkOutcome.done());
            }
            if (purgeAt.isAfter(now)) {
                return Uni.createFrom().item(WorkOutcome.dueAgain(purgeAt));
            }
            return purgeUnlessParent(account, purgeAt, now);
        });
    }

    private Uni<WorkOutcome> purgeUnlessParent(Account account, Instant purgeAt, Instant now) {
        if (!account.isMain()) {
            return purge(account, purgeAt, now);
        }
        return accounts.hasChildren(account.id())
                .chain(children -> children
                        ? Uni.createFrom().item(WorkOutcome.dueAgain(now.plus(WAIT_FOR_CHILDREN)))
                        : purge(account, purgeAt, now));
    }

    private Uni<WorkOutcome> purge(Account account, Instant purgeAt, Instant now) {
        Instant closedAt = account.closedAt();
        if (closedAt == null) {
            throw new IllegalStateException("an account that is not closed is never purged");
        }
        EndingAccount ending = new EndingAccount(account.tenantId(), account.id(), now, Actor.worker(KIND));
        return participants
                .onPurging(ending)
                .chain(() -> deleteOwnRows(account))
                .chain(() -> Tombstones.raise(account, closedAt, purgeAt))
                .chain(() -> events.publish(new DomainEvent(
                        EventType.ACCOUNT_PURGED,
                        account.tenantId(),
                        account.id(),
                        account.id(),
                        now,
                        ending.actor(),
                        Map.of("closedAt", closedAt.toString()))))
                .replaceWith(WorkOutcome.done());
    }

    /**
     * The item being done is removed by the runner; any other of the account's has lost its object. One that a worker has
     * in hand is removed by that worker, who may be waiting for this account's row and must not be waited for.
     */
    private static Uni<Void> deleteOwnRows(Account account) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                        with work as (
                            delete from lifecycle_work where id in (
                                select id from lifecycle_work
                                where tenant_id = ?1 and account_id = ?2 and kind <> ?3 for update skip locked)),
                        counted as (delete from subaccount_count where tenant_id = ?2),
                        policy as (delete from account_policy where tenant_id = ?2)
                        delete from account where tenant_id = ?1 and id = ?2
                        """)
                        .setParameter(1, account.tenantId())
                        .setParameter(2, account.id())
                        .setParameter(3, KIND)
                        .executeUpdate()
                        .replaceWithVoid());
    }
}
