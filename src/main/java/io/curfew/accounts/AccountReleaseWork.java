package io.curfew.accounts;

import io.curfew.events.Actor;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.EndingPage;
import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Releases what a closed account holds, one page of one participant's at a time. */
@ApplicationScoped
class AccountReleaseWork implements WorkHandler {
    static final String KIND = "account-release";

    private final AccountRepository accounts;
    private final Participants participants;
    private final Owned owned;

    AccountReleaseWork(AccountRepository accounts, Participants participants, Owned owned) {
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

    /** Closed is for good, so the account is read without a lock. */
    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return accounts.findInTree(item.tenantId(), item.accountId()).chain(found -> {
            Instant closedAt = found == null ? null : found.standing().closedAt();
            if (found == null || closedAt == null) {
                return Uni.createFrom().item(WorkOutcome.done());
            }
            OwnedTarget target = OwnedTarget.parse(item.targetId());
            return participants
                    .named(target.name())
                    .release(
                            new EndingAccount(item.tenantId(), item.accountId(), closedAt, Actor.worker(KIND)),
                            new EndingPage(target.after(), item.attempts() > 0))
                    .chain(after -> after == null
                            ? owned.end(item, found.account().purgeAt(), now)
                            : owned.next(item, after, now));
        });
    }
}
