package io.curfew.numbers;

import io.curfew.events.Actor;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.EndingPage;
import io.curfew.lifecycle.Inspection;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an account's numbers when the account ends: they are released after its closing, and the purge
 * removes the rows.
 */
@ApplicationScoped
class NumbersParticipant implements LifecycleParticipant {
    /** Messaging comes first, since its senders are numbers. */
    private static final int ORDER = 200;

    /** Releasing a number takes several statements, so a page is small. */
    private static final int PAGE = 20;

    /** The number of quarantined phone numbers that one statement detaches from their former holder. */
    private static final int FORGOTTEN = 500;

    private final NumberRepository numbers;
    private final NumberInventory inventory;
    private final NumberReleasing releasing;
    private final WorkQueue work;

    NumbersParticipant(NumberRepository numbers, NumberInventory inventory, NumberReleasing releasing, WorkQueue work) {
        this.numbers = numbers;
        this.inventory = inventory;
        this.releasing = releasing;
        this.work = work;
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public String name() {
        return "numbers";
    }

    @Override
    public Uni<Inspection> inspect(EndingAccount account) {
        return numbers.countInUse(account.tenantId(), account.accountId(), COUNTED)
                .map(count -> count == 0 ? Inspection.NOTHING : Inspection.releasing("numbers", count));
    }

    @Override
    public Uni<@Nullable String> release(EndingAccount account, EndingPage page) {
        return numbers.idsInUseAfter(account.tenantId(), account.accountId(), start(page.after()), PAGE)
                .call(ids -> page.failedBefore() ? releaseOneByOne(account, ids) : releaseAll(account, ids))
                .map(NumbersParticipant::end);
    }

    private Uni<Void> releaseOneByOne(EndingAccount account, List<String> ids) {
        return work.scheduleAll(
                NumberReleaseWork.KIND,
                account.tenantId(),
                ids.stream()
                        .map(id -> WorkItem.due(
                                NumberReleaseWork.KIND, account.tenantId(), account.accountId(), id, account.at()))
                        .toList());
    }

    private Uni<Void> releaseAll(EndingAccount account, List<String> ids) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(
                        id -> releasing.releaseLapsed(account.tenantId(), id, Actor.worker(NumberReleaseWork.KIND)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** A number whose release work was parked is released here, as of the closing. */
    @Override
    public Uni<@Nullable String> purge(EndingAccount account, @Nullable String after) {
        return numbers.idsAfter(account.tenantId(), account.accountId(), start(after), PAGE)
                .call(ids -> ids.isEmpty() ? Uni.createFrom().voidItem() : purgeAll(account, ids))
                .chain(ids -> ids.size() == PAGE || !account.accountId().equals(account.tenantId())
                        ? Uni.createFrom().item(end(ids))
                        : forget(account.tenantId(), ids, after));
    }

    private Uni<Void> purgeAll(EndingAccount account, List<String> ids) {
        return releaseAll(account, ids)
                .chain(() -> work.cancelAll(NumberReleaseWork.KIND, account.tenantId(), ids))
                .chain(() -> numbers.deleteAll(account.tenantId(), ids));
    }

    /** After the last row of a main account is gone, nobody can reclaim the numbers that it has in quarantine. */
    private Uni<@Nullable String> forget(String tenantId, List<String> last, @Nullable String after) {
        String end = last.isEmpty() ? start(after) : last.get(last.size() - 1);
        return inventory.forget(tenantId, FORGOTTEN).map(forgotten -> forgotten == FORGOTTEN ? end : null);
    }

    private static String start(@Nullable String after) {
        return after == null ? "" : after;
    }

    private static @Nullable String end(List<String> page) {
        return page.size() == PAGE ? page.get(PAGE - 1) : null;
    }
}
