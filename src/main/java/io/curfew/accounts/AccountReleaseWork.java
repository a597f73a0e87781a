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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Releases what a closed account holds, a page of one participant's a time. */
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

    /** Closed is for good, so the account is read without a lock. */
    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return accounts.findWithMainEvenIfDue(item.tenantId(), item.accountId()).chain(rows -> {
            Instant closedAt = closedSince(rows);
            if (closedAt == null || !AccountViews.contains(rows, item.accountId())) {
                return Uni.createFrom().item(WorkOutcome.done());
            }
            Account account = AccountViews.row(rows, item.accountId());
            OwnedTarget target = OwnedTarget.parse(item.targetId());
            return participants
                    .named(target.name())
                    .release(
                            new EndingAccount(item.tenantId(), item.accountId(), closedAt, Actor.worker(KIND)),
                            new EndingPage(target.after(), item.attempts() > 0))
                    .chain(after ->
                            after == null ? owned.end(item, account.purgeAt(), now) : owned.next(item, after, now));
        });
    }

    /** Since when things of an account are released: its own closing or its main account's, whichever came first. */
    private static @Nullable Instant closedSince(List<Account> rows) {
        return rows.stream()
                .map(Account::closedAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }
}
