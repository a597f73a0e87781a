package io.curfew.accounts;

import io.curfew.events.Actor;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * Deletes what a closed account whose purge is due held, one page of one participant's at a time; the account goes
 * last.
 */
@ApplicationScoped
class PurgePageWork implements WorkHandler {
    static final String KIND = "account-purge-page";

    private final AccountRepository accounts;
    private final Participants participants;
    private final Owned owned;

    PurgePageWork(AccountRepository accounts, Participants participants, Owned owned) {
        this.accounts = accounts;
        this.participants = participants;
        this.owned = owned;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean isPaged() {
        return true;
    }

    /** A purge that is due is not called off any more, so the account is read without a lock. */
    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return accounts.findEvenIfDue(item.tenantId(), item.accountId()).chain(account -> {
            if (account == null || account.purgeAt() == null) {
                return Uni.createFrom().item(WorkOutcome.done());
            }
            OwnedTarget target = OwnedTarget.parse(item.targetId());
            return participants
                    .named(target.name())
                    .purge(
                            new EndingAccount(
                                    item.tenantId(), item.accountId(), now, Actor.worker(AccountPurgeWork.KIND)),
                            target.after())
                    .chain(after ->
                            after == null ? owned.end(item, account.purgeAt(), now) : owned.next(item, after, now));
        });
    }
}
