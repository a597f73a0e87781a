package io.curfew.sims;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.EndingPage;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account's SIMs when it ends: protected ones stand in the way of closing it, a subaccount's also in that of its main
 * account; the others are terminated from the closing on, and the work that follows writes that down. The purge removes the
 * rows.
 */
@ApplicationScoped
class SimsParticipant implements LifecycleParticipant {
    /** Before identity, like all that accounts hold. */
    private static final int ORDER = 300;

    private static final int BLOCKERS_SHOWN = 100;

    private final SimRepository sims;
    private final SimHoldings holdings;
    private final SimChanging changing;
    private final SimPurging purging;
    private final SimGroups groups;
    private final WorkQueue work;
    private final SimsConfig config;

    SimsParticipant(
            SimRepository sims,
            SimHoldings holdings,
            SimChanging changing,
            SimPurging purging,
            SimGroups groups,
            WorkQueue work,
            SimsConfig config) {
        this.sims = sims;
        this.holdings = holdings;
        this.changing = changing;
        this.purging = purging;
        this.groups = groups;
        this.work = work;
        this.config = config;
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public String name() {
        return "sims";
    }

    /**
     * Refuses with {@link ErrorCode#BLOCKED}; the detail {@code blockers} lists the protected SIMs, the first hundred, and
     * {@code blockerCount} says how many there are.
     */
    @Override
    public Uni<Map<String, Long>> onClosing(EndingAccount account) {
        SimCondition blocking = blocking(account);
        return sims.ids(blocking, BLOCKERS_SHOWN)
                .chain(ids -> ids.isEmpty()
                        ? holdings.countAlive(account.tenantId(), account.accountId(), COUNTED)
                        : sims.count(blocking).map(count -> {
                            throw blocked(ids, count);
                        }))
                .map(alive -> alive == null ? Map.<String, Long>of() : Map.of("sims", alive));
    }

    /** The closing has the tree alone, and with it what protects SIMs: what is read here stays so. */
    private SimCondition blocking(EndingAccount account) {
        boolean whole = account.accountId().equals(account.tenantId());
        return SimCondition.visible(
                        account.tenantId(), whole ? null : account.accountId(), null, account.at(), config.retention())
                .and("not s.termination_enabled")
                .and(Effective.ALIVE);
    }

    private static DomainException blocked(List<String> ids, long count) {
        List<Map<String, Object>> blockers = ids.stream()
                .map(id -> Map.<String, Object>of("type", "sim", "id", id, "reason", "termination-protection"))
                .toList();
        return new DomainException(
                ErrorCode.BLOCKED,
                "Termination protection of SIMs is on.",
                Map.of("blockers", blockers, "blockerCount", count));
    }

    @Override
    public Uni<@Nullable String> release(EndingAccount account, EndingPage page) {
        return holdings.alive(account.tenantId(), account.accountId(), page.after())
                .call(found -> page.failedBefore()
                        ? releaseOneByOne(account, found.ids())
                        : changing.settleLapsed(account.tenantId(), found.ids()))
                .map(SimHoldings.Page::end);
    }

    private Uni<Void> releaseOneByOne(EndingAccount account, List<String> ids) {
        return work.scheduleAll(
                SimWork.RELEASE,
                account.tenantId(),
                ids.stream()
                        .map(id -> WorkItem.due(
                                SimWork.RELEASE, account.tenantId(), account.accountId(), id, account.at()))
                        .toList());
    }

    /** First the SIMs; with the last of a main account's also what its lists were remembered by. */
    @Override
    public Uni<@Nullable String> purge(EndingAccount account, @Nullable String after) {
        String tenantId = account.tenantId();
        return holdings.recorded(tenantId, account.accountId(), after)
                .call(page -> purging.purgePage(tenantId, page))
                .chain(page -> page.end() != null || !account.accountId().equals(tenantId)
                        ? Uni.createFrom().item(page.end())
                        : purgeTree(tenantId, after == null ? "" : after));
    }

    private Uni<@Nullable String> purgeTree(String tenantId, String after) {
        return groups.deleteOf(tenantId)
                .chain(() -> holdings.deletePlaces(tenantId))
                .map(more -> more ? after : null);
    }
}
