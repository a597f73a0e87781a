package io.curfew.accounts;

import io.curfew.events.Actor;
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
        return accounts.lockStates(item.tenantId(), item.targetId())
                // Also where the main account's purge is due already, which waits for this.
                .chain(found -> found == null || !found.account().standing().isOpen()
                        ? Uni.createFrom().voidItem()
                        : close(found, now))
                .replaceWith(WorkOutcome.done());
    }

    private Uni<Void> close(AccountInTree found, Instant now) {
        return closing.close(found, SuspensionCause.PLATFORM, "main account closed", Actor.worker(KIND), now)
                .call(accounts::flush);
    }
}
