package io.curfew.accounts;

import io.curfew.events.Actor;
import io.curfew.lifecycle.LifecycleState;
import io.curfew.lifecycle.SuspensionCause;
import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Closes a subaccount whose main account was closed; each in a transaction of its own. */
@ApplicationScoped
class CloseSubaccountWork implements WorkHandler {
    static final String KIND = "account-close";

    private final AccountRepository accounts;
    private final AccountClosing closing;

    CloseSubaccountWork(AccountRepository accounts, AccountClosing closing) {
        this.accounts = accounts;
        this.closing = closing;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<WorkOutcome> handle(WorkItem item, Instant now) {
        return accounts.lockStates(item.tenantId(), item.targetId(), now)
                .chain(rows -> {
                    if (!AccountViews.contains(rows, item.targetId())) {
                        return Uni.createFrom().voidItem();
                    }
                    Account account = AccountViews.row(rows, item.targetId());
                    if (!(account.state() instanceof LifecycleState.Open)) {
                        return Uni.createFrom().voidItem();
                    }
                    account.close(SuspensionCause.PLATFORM, "main account closed", now);
                    return closing.afterClosing(account, Actor.worker(KIND), now)
                            .call(accounts::flush);
                })
                .replaceWith(WorkOutcome.done());
    }
}
