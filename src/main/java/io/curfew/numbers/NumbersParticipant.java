package io.curfew.numbers;

import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** An account's numbers when it ends: closing puts the release of each into the queue, the purge removes the rows. */
@ApplicationScoped
class NumbersParticipant implements LifecycleParticipant {
    /** After messaging, whose senders are numbers. */
    private static final int ORDER = 200;

    private final NumberRepository numbers;
    private final NumberInventory inventory;
    private final WorkQueue work;
    private final NumbersConfig config;

    NumbersParticipant(NumberRepository numbers, NumberInventory inventory, WorkQueue work, NumbersConfig config) {
        this.numbers = numbers;
        this.inventory = inventory;
        this.work = work;
        this.config = config;
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public Uni<Map<String, Long>> onClosing(EndingAccount account) {
        return numbers.idsInUse(account.tenantId(), account.accountId())
                .call(ids -> work.scheduleAll(
                        ReleaseWork.KIND,
                        account.tenantId(),
                        ids.stream()
                                .map(id -> WorkItem.due(
                                        ReleaseWork.KIND, account.tenantId(), account.accountId(), id, account.at()))
                                .toList()))
                .map(ids -> ids.isEmpty() ? Map.<String, Long>of() : Map.of("numbers", (long) ids.size()));
    }

    @Override
    public Uni<Void> onPurging(EndingAccount account) {
        return numbers.lockAllInUse(account.tenantId(), account.accountId())
                .chain(ids -> ids.isEmpty() ? Uni.createFrom().voidItem() : letGo(account, ids))
                .chain(() -> numbers.deleteOf(account.tenantId(), account.accountId()))
                .chain(() -> account.accountId().equals(account.tenantId())
                        ? inventory.forget(account.tenantId())
                        : Uni.createFrom().voidItem());
    }

    /**
     * Numbers whose release work has not run by now, because it was parked or is late: they go to quarantine from here.
     * They are locked before the inventory, as whoever releases one does.
     */
    private Uni<Void> letGo(EndingAccount account, List<String> ids) {
        return work.cancelAll(ReleaseWork.KIND, account.tenantId(), ids)
                .chain(() -> work.cancelAll(NumberCharges.KIND, account.tenantId(), ids))
                .chain(() -> inventory.quarantine(ids, account.at().plus(config.quarantine()), account.at()));
    }
}
