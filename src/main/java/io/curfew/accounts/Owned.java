package io.curfew.accounts;

import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.curfew.lifecycle.WorkQueue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The work on what accounts hold: for each participant one item, which does a page and puts the next page into the queue
 * behind everything that is due, so that a large account holds up no other. The account's purge comes when there is none
 * left.
 */
@ApplicationScoped
class Owned {
    private final WorkQueue work;

    Owned(WorkQueue work) {
        this.work = work;
    }

    /** Puts the first pages into the queue. */
    Uni<Void> begin(String kind, Account account, Collection<OwnedTarget> targets, Instant at) {
        return work.scheduleAll(
                kind,
                account.tenantId(),
                targets.stream()
                        .map(target -> item(kind, account.tenantId(), target, at))
                        .toList());
    }

    /** A page is done, and the next one is put into the queue. */
    Uni<WorkOutcome> next(WorkItem done, String after, Instant now) {
        OwnedTarget target = OwnedTarget.parse(done.targetId());
        OwnedTarget next = new OwnedTarget(target.accountId(), target.name(), after);
        return next.equals(target)
                ? Uni.createFrom().item(WorkOutcome.dueAgain(now))
                : work.schedule(item(done.kind(), done.tenantId(), next, now)).replaceWith(WorkOutcome.done());
    }

    /** The last page is done; a purge that waits for that, because it is due, is called. */
    Uni<WorkOutcome> end(WorkItem done, @Nullable Instant purgeAt, Instant now) {
        return purgeAt == null || purgeAt.isAfter(now)
                ? Uni.createFrom().item(WorkOutcome.done())
                : work.bringForward(AccountPurgeWork.KIND, done.tenantId(), done.accountId(), now)
                        .replaceWith(WorkOutcome.done());
    }

    /** Whether the account's purge has to wait. What was not released for a fault does not stop it. */
    Uni<Boolean> isLeft(Account account) {
        return work.isThere(account.tenantId(), account.id(), AccountReleaseWork.KIND, PurgePageWork.KIND);
    }

    private static WorkItem item(String kind, String tenantId, OwnedTarget target, Instant due) {
        return WorkItem.due(kind, tenantId, target.accountId(), target.text(), due);
    }
}
