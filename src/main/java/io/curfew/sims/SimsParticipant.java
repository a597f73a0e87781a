package io.curfew.sims;

import io.curfew.lifecycle.Blocker;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.EndingPage;
import io.curfew.lifecycle.Inspection;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an account's SIMs when the account ends. Protected SIMs block its closing, and those of a subaccount
 * also block the closing of its main account. The others are terminated as of the closing, and the work that follows
 * updates their rows. The purge removes the rows.
 */
@ApplicationScoped
class SimsParticipant implements LifecycleParticipant {
    /** Comes before identity, like everything that accounts hold. */
    private static final int ORDER = 300;

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

    /** Protected SIMs block the closing. So do those of subaccounts, which are closed with their main account. */
    @Override
    public Uni<Inspection> inspect(EndingAccount account) {
        SimCondition blocking = blocking(account);
        return holdings.countAlive(account.tenantId(), account.accountId(), COUNTED)
                .map(alive -> alive == null ? Inspection.NOTHING : Inspection.releasing("sims", alive))
                .chain(found -> sims.ids(blocking, Inspection.SHOWN)
                        .chain(ids -> ids.isEmpty()
                                ? Uni.createFrom().item(found)
                                : sims.count(blocking).map(count -> found.blockedBy(blockers(ids), count))));
    }

    private SimCondition blocking(EndingAccount account) {
        boolean whole = account.accountId().equals(account.tenantId());
        return SimCondition.there(
                        account.tenantId(), whole ? null : account.accountId(), null, account.at(), config.retention())
                .and("not s.termination_enabled")
                .and("(" + SimStandingSql.STATUS + ") <> '" + SimStatus.TERMINATED + "'");
    }

    private static List<Blocker> blockers(List<String> ids) {
        return ids.stream()
                .map(id -> new Blocker("sim", id, "termination-protection"))
                .toList();
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

    /** The SIMs are removed first. After the last one of a main account, its remembered list places are removed too. */
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
                .chain(groupsLeft -> holdings.deletePlaces(tenantId).map(placesLeft -> groupsLeft || placesLeft))
                .map(more -> more ? after : null);
    }
}
