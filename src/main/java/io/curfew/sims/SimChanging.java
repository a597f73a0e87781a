package io.curfew.sims;

import io.curfew.events.EventPublisher;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads SIMs in their effective state, and changes any number of them in four statements, which lock, read and write
 * them and publish the events. The clock is read under the lock, so the instants of one SIM's changes never go back.
 */
@ApplicationScoped
class SimChanging {
    private final SimRepository sims;
    private final SimCatalog catalog;
    private final EventPublisher events;
    private final LifecycleClock clock;
    private final SimsConfig config;

    SimChanging(
            SimRepository sims, SimCatalog catalog, EventPublisher events, LifecycleClock clock, SimsConfig config) {
        this.sims = sims;
        this.catalog = catalog;
        this.events = events;
        this.clock = clock;
        this.config = config;
    }

    /** The SIM as it is at {@code now}, settled; nothing is written. Refuses with {@link ErrorCode#NOT_FOUND}. */
    Uni<Sim> find(String tenantId, @Nullable String accountId, @Nullable Coverage coverage, SimRef sim, Instant now) {
        return sims.find(tenantId, sim).map(row -> requireThere(row, accountId, coverage, now));
    }

    /** The view of a row that was read without a lock. */
    SimView view(JsonObject row, Instant now) {
        Sim sim = read(row);
        sim.settle(now);
        return sim.view();
    }

    Sim read(JsonObject row) {
        return Sim.read(row, catalog, config.retention());
    }

    /** Changes the SIM in place. Needs a transaction. */
    Uni<SimView> change(OnSim on, BiConsumer<Sim, Instant> change) {
        return changeWith(on, (sim, now) -> {
            change.accept(sim, now);
            return Uni.createFrom().voidItem();
        });
    }

    /** Changes the SIM together with something that takes further statements. Needs a transaction. */
    Uni<SimView> changeWith(OnSim on, BiFunction<Sim, Instant, Uni<Void>> change) {
        return changeLocked(on, sims.lock(on.tenantId(), on.sim()), change);
    }

    /** Changes the SIM's termination protection while nobody else writes in its tree. Needs a transaction. */
    Uni<SimView> changeProtection(OnSim on, BiConsumer<Sim, Instant> change) {
        return changeLocked(on, sims.lockForProtection(on.tenantId(), on.sim()), (sim, now) -> {
            change.accept(sim, now);
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<SimView> changeLocked(
            OnSim on, Uni<@Nullable String> locked, BiFunction<Sim, Instant, Uni<Void>> change) {
        return locked.map(SimChanging::requireFound)
                .chain(id -> sims.find(on.tenantId(), SimRef.id(id)))
                .chain(row -> {
                    Instant now = clock.now(on.tenantId());
                    Sim sim = requireThere(row, on.accountId(), on.coverage(), now);
                    sim.requireVersion(on.ifVersion());
                    if (on.sim() instanceof SimRef.ByImsi byImsi
                            && !byImsi.imsi().equals(sim.identity().primaryImsi())) {
                        throw new DomainException(
                                ErrorCode.SUBSCRIPTION_SECONDARY, "The IMSI is that of a secondary subscription.");
                    }
                    return change.apply(sim, now)
                            .chain(() -> write(sim.tenantId(), List.of(sim)))
                            .replaceWith(sim::view);
                });
    }

    /** Writes what is due on the SIM, if anything is, so that its history contains it. Needs a transaction. */
    Uni<Sim> settled(String tenantId, @Nullable Coverage coverage, SimRef ref) {
        return find(tenantId, null, coverage, ref, clock.now(tenantId))
                .chain(sim -> sim.log().isEmpty()
                        ? Uni.createFrom().item(sim)
                        : settleAll(tenantId, List.of(sim.id())).replaceWith(sim));
    }

    /**
     * Writes what is due on these SIMs; does nothing where another transaction has already done so. Needs a
     * transaction.
     */
    Uni<Void> settleAll(String tenantId, Collection<String> ids) {
        return sims.lockAll(tenantId, ids).chain(there -> settleLocked(tenantId, there));
    }

    /** {@link #settleAll} for SIMs of closed accounts. An account never reopens, so the accounts need no lock. */
    Uni<Void> settleLapsed(String tenantId, Collection<String> ids) {
        return sims.lockRows(tenantId, ids).chain(there -> settleLocked(tenantId, there));
    }

    private Uni<Void> settleLocked(String tenantId, List<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : sims.readAll(tenantId, ids).chain(rows -> {
                    Instant now = clock.now(tenantId);
                    List<Sim> due = rows.stream()
                            .map(this::read)
                            .filter(sim -> sim.settle(now))
                            .toList();
                    return write(tenantId, due);
                });
    }

    private Uni<Void> write(String tenantId, List<Sim> changed) {
        SimLog log = new SimLog();
        changed.forEach(sim -> log.addAll(sim.log()));
        return log.isEmpty()
                ? Uni.createFrom().voidItem()
                : sims.update(tenantId, changed, log).chain(() -> events.publishAll(log.events()));
    }

    /** Inserts a SIM that was just created, and publishes its events. */
    Uni<Void> insert(Sim sim, JsonObject fixed) {
        return sims.insert(sim, fixed).chain(() -> events.publishAll(sim.log().events()));
    }

    private Sim requireThere(
            @Nullable JsonObject row, @Nullable String accountId, @Nullable Coverage coverage, Instant now) {
        Sim sim = read(requireFound(row));
        sim.settle(now);
        if (!sim.isThere(now)
                || (accountId != null && !accountId.equals(sim.accountId()))
                || (coverage != null && coverage != sim.identity().coverage())) {
            throw notFound();
        }
        return sim;
    }

    private static <T> T requireFound(@Nullable T found) {
        if (found == null) {
            throw notFound();
        }
        return found;
    }

    static DomainException notFound() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is no such SIM.", Map.of());
    }
}
