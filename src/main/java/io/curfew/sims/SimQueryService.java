package io.curfew.sims;

import io.curfew.access.Reach;
import io.curfew.accounts.Directory;
import io.curfew.kernel.Cursor;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.LifecycleClock;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads SIMs and their histories. Reads show what is due as done, however late the worker is. Once an account is
 * closed, its SIMs are shown as terminated. Some time after its termination (see {@link SimsConfig#retention}) a SIM
 * is gone.
 *
 * <p>A SIM of another tree, a SIM of another coverage than requested, and a SIM that is gone are
 * {@link ErrorCode#NOT_FOUND}, like one that never existed.
 */
@ApplicationScoped
public class SimQueryService {
    private final SimRepository sims;
    private final SimChanging changing;
    private final Directory directory;
    private final LifecycleClock clock;
    private final SimsConfig config;

    SimQueryService(
            SimRepository sims, SimChanging changing, Directory directory, LifecycleClock clock, SimsConfig config) {
        this.sims = sims;
        this.changing = changing;
        this.directory = directory;
        this.clock = clock;
        this.config = config;
    }

    /**
     * The SIM.
     *
     * @param coverage the coverage that the SIM must have, null for either
     */
    @CheckReturnValue
    @WithSession
    public Uni<SimView> get(String tenantId, @Nullable Coverage coverage, SimRef sim) {
        return changing.find(tenantId, null, coverage, sim, clock.now(tenantId)).map(Sim::view);
    }

    /**
     * The SIM in any tree that {@code reach} covers. Refuses with {@link ErrorCode#NOT_FOUND}.
     *
     * @param anyId the SIM's id, or one of its ICCIDs or IMSIs
     */
    @CheckReturnValue
    @WithSession
    public Uni<SimView> find(String anyId, Reach reach) {
        return directory
                .find(anyId)
                .map(entry -> {
                    if (entry == null) {
                        throw new DomainException(ErrorCode.NOT_FOUND, "There is no such SIM.");
                    }
                    return entry;
                })
                .chain(entry -> changing.find(
                        entry.tenantId(), null, null, SimRef.id(entry.targetId()), clock.now(entry.tenantId())))
                .map(Sim::view)
                .invoke(sim -> {
                    if (!reach.covers(sim.tenantId(), sim.accountId())) {
                        throw new DomainException(ErrorCode.NOT_FOUND, "There is no such SIM.");
                    }
                });
    }

    /**
     * The place in lists right after the SIM, for doors whose page keys are SIM ids or IMSIs. A SIM that has gone
     * meanwhile keeps its place.
     */
    @CheckReturnValue
    @WithSession
    public Uni<Cursor> cursorAfter(String tenantId, Coverage coverage, SimRef sim) {
        return sims.place(tenantId, coverage, sim).invoke(place -> {
            if (place == null) {
                throw SimChanging.notFound();
            }
        });
    }

    /** A page of SIMs, newest first. Terminated SIMs are included until they are purged. */
    @CheckReturnValue
    @WithSession
    public Uni<Slice<SimView>> list(SimFilter filter, PageRequest page) {
        Instant now = clock.now(filter.tenantId());
        return views(SimCondition.of(filter, now, config.retention()), page, now);
    }

    /** A page of the SIMs that match the search, newest first. Refuses with {@link ErrorCode#SEARCH_TERM_TOO_SHORT}. */
    @CheckReturnValue
    @WithSession
    public Uni<Slice<SimView>> search(SimSearch search, PageRequest page) {
        Instant now = clock.now(search.tenantId());
        return views(SimCondition.of(search, now, config.retention()), page, now);
    }

    private Uni<Slice<SimView>> views(SimCondition condition, PageRequest page, Instant now) {
        return sims.page(condition, page).map(rows -> rows.map(row -> changing.view(row, now)));
    }

    /** The statuses of a SIM's subscriptions over time, in the requested order. What is due is included. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Slice<StatusRecord>> statusHistory(
            String tenantId, @Nullable Coverage coverage, SimRef sim, HistoryRange range) {
        return changing.settled(tenantId, coverage, sim)
                .chain(one -> sims.statusHistory(tenantId, one.id(), range))
                .map(rows -> SimHistory.page(rows, range, SimHistory::statusRecord));
    }

    /** The events of a SIM's sessions, in the requested order. What is due is included. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Slice<SessionRecord>> sessionHistory(
            String tenantId, @Nullable Coverage coverage, SimRef sim, HistoryRange range) {
        Instant earliest = clock.now(tenantId).minus(config.sessionHistory());
        return changing.settled(tenantId, coverage, sim)
                .chain(one -> sims.sessionEvents(tenantId, one.id(), range.notBefore(earliest)))
                .map(rows -> SimHistory.page(rows, range, SimHistory::sessionRecord));
    }

    /**
     * The number of SIMs of a tree in each effective status. A status without SIMs is listed with 0.
     *
     * @param coverage their coverage, null for either
     */
    @CheckReturnValue
    @WithSession
    public Uni<Map<SimStatus, Long>> countsByStatus(String tenantId, @Nullable Coverage coverage) {
        return sims.countByStatus(
                SimCondition.there(tenantId, null, coverage, clock.now(tenantId), config.retention()));
    }
}
