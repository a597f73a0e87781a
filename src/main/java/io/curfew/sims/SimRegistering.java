package io.curfew.sims;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.Directory;
import io.curfew.events.Actor;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Registers and creates SIMs. A SIM from stock is first claimed for a limited time (its lease), in a short transaction
 * of its own. The registration itself is one transaction of the tenant, which also confirms the claim. If the
 * registration fails, the claim is given back at once; if the service goes down in between, the claim's work item
 * gives it back when the lease is over.
 */
@ApplicationScoped
class SimRegistering {
    private static final int ID_ATTEMPTS = 5;
    private static final String CLAIM = "SC";
    private static final String REFUSED = "The SIM cannot be registered with this secret.";

    private final SimStock stock;
    private final RegistrationGuesses guesses;
    private final SimCatalog catalog;
    private final SimChanging changing;
    private final SimGroups groups;
    private final AccountService accounts;
    private final Directory directory;
    private final WorkQueue work;
    private final LifecycleClock clock;
    private final SimsConfig config;

    SimRegistering(
            SimStock stock,
            RegistrationGuesses guesses,
            SimCatalog catalog,
            SimChanging changing,
            SimGroups groups,
            AccountService accounts,
            Directory directory,
            WorkQueue work,
            LifecycleClock clock,
            SimsConfig config) {
        this.stock = stock;
        this.guesses = guesses;
        this.catalog = catalog;
        this.changing = changing;
        this.groups = groups;
        this.accounts = accounts;
        this.directory = directory;
        this.work = work;
        this.clock = clock;
        this.config = config;
    }

    /**
     * A SIM that was taken out of stock for a registration.
     *
     * @param id the id of the claim
     * @param sim the SIM that was claimed
     */
    record Claim(String id, StockView sim) {}

    /** Takes the SIM that the command names, if the secret is right; see {@link SimService#register}. */
    Uni<Claim> claim(RegisterSim command, String secret) {
        guesses.check(command.tenantId());
        String claimId = Ids.next(CLAIM);
        return Panache.withTransaction(() -> stock.find(command.sim())
                .map(found -> requireOpen(found, command, secret))
                .chain(sim -> stock.claim(sim.simId(), claimId, config.claimLease())
                        .chain(until -> {
                            if (until == null) {
                                throw refused();
                            }
                            return work.schedule(WorkItem.due(
                                    SimWork.CLAIM, command.tenantId(), command.accountId(), claimId, until));
                        })
                        .replaceWith(new Claim(claimId, sim))));
    }

    private StockView requireOpen(SimStock.@Nullable Stocked found, RegisterSim command, String secret) {
        // A SIM that another operator holds is treated like one that never existed, whatever the secret.
        if (found == null || found.isGoneFor(command.tenantId())) {
            throw SimChanging.notFound();
        }
        StockView sim = found.view();
        if (!guesses.isRight(command.tenantId(), sim.simId(), () -> stock.isOpen(found, secret))) {
            throw refused();
        }
        boolean meant = sim.forTenantId() == null || sim.forTenantId().equals(command.tenantId());
        boolean open = meant && sim.coverage() == command.coverage() && sim.state() == StockView.State.IN_STOCK;
        if (!open) {
            throw refused();
        }
        return sim;
    }

    private static DomainException refused() {
        return new DomainException(ErrorCode.REGISTRATION_REFUSED, REFUSED);
    }

    /** The registration proper. Needs a transaction. */
    Uni<SimView> register(RegisterSim command, Claim claim) {
        Instant now = clock.now(command.tenantId());
        StockView sim = claim.sim();
        NewSim fresh = new NewSim(
                command.tenantId(),
                command.accountId(),
                sim.simId(),
                sim.coverage(),
                sim.type(),
                sim.moduleType(),
                catalog.of(sim.subscription()),
                sim.iccid(),
                sim.imsi(),
                sim.msisdn(),
                sim.serialNumber(),
                null,
                command.groupId(),
                command.tags(),
                now);
        return accounts.admit(Action.SIM_REGISTER, command.tenantId(), command.accountId())
                .chain(() -> groups.require(command.tenantId(), command.coverage(), command.groupId()))
                // The item is locked before the stock, in the same order as when a claim is given back.
                .chain(() -> work.cancel(SimWork.CLAIM, command.tenantId(), claim.id()))
                .chain(() -> stock.confirm(claim.id()))
                .invoke(confirmed -> {
                    if (!confirmed) {
                        throw refused();
                    }
                })
                .chain(() -> enter(fresh))
                .invoke(free -> {
                    if (!free) {
                        throw refused();
                    }
                })
                .chain(() -> begin(fresh, EventType.SIM_REGISTERED, command.actor()));
    }

    /** Undoes a claim whose registration failed. If that fails too, the claim's work item does it later. */
    Uni<Void> giveBack(RegisterSim command, Claim claim) {
        return Panache.withTransaction(() -> work.cancel(SimWork.CLAIM, command.tenantId(), claim.id())
                        .chain(() -> stock.giveBack(claim.id())))
                .onFailure()
                .invoke(failure -> Log.warnf(
                        "claim not given back: accountId=%s reason=%s", command.accountId(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Makes a virtual SIM. Needs a transaction. */
    Uni<SimView> createVirtual(CreateVirtualSim command) {
        SimPlan plan = catalog.find(command.subscription());
        if (plan == null || !plan.virtual() || !plan.coverages().contains(command.coverage())) {
            throw new DomainException(ErrorCode.SUBSCRIPTION_INVALID, "Not a subscription of virtual SIMs.");
        }
        TunnelKeys keys = TunnelKeys.generate();
        return accounts.admit(Action.SIM_CREATE, command.tenantId(), command.accountId())
                .chain(() -> enterVirtual(command, plan, keys.publicKey(), ID_ATTEMPTS))
                .chain(fresh -> begin(fresh, EventType.SIM_CREATED, command.actor()))
                .map(view -> withPrivateKey(view, keys.privateKey()));
    }

    private Uni<NewSim> enterVirtual(CreateVirtualSim command, SimPlan plan, String publicKey, int attempts) {
        String id = SimIds.iccid();
        NewSim fresh = new NewSim(
                command.tenantId(),
                command.accountId(),
                id,
                command.coverage(),
                SimType.VIRTUAL,
                ModuleType.VIRTUAL,
                plan,
                id,
                SimIds.imsi(),
                SimIds.msisdn(),
                null,
                publicKey,
                null,
                Map.of(),
                clock.now(command.tenantId()));
        return enter(fresh).chain(free -> {
            if (free) {
                return Uni.createFrom().item(fresh);
            }
            return attempts > 1 ? enterVirtual(command, plan, publicKey, attempts - 1) : noFreeId();
        });
    }

    private Uni<Boolean> enter(NewSim fresh) {
        Map<String, Directory.Kind> ids = new LinkedHashMap<>();
        ids.put(fresh.imsi(), Directory.Kind.IMSI);
        ids.put(fresh.iccid(), Directory.Kind.ICCID);
        // A card's id is that of its profile.
        ids.put(fresh.id(), Directory.Kind.SIM);
        return directory.claim(ids, fresh.tenantId(), fresh.id());
    }

    private Uni<SimView> begin(NewSim fresh, EventType how, Actor actor) {
        Sim sim = changing.read(fresh.document());
        sim.begin(how, actor);
        return changing.insert(sim, fresh.row()).replaceWith(sim::view);
    }

    private static SimView withPrivateKey(SimView view, String privateKey) {
        List<SimView.Profile> profiles = view.profiles().stream()
                .map(profile -> new SimView.Profile(
                        profile.iccid(),
                        profile.primaryImsi(),
                        profile.otaSupported(),
                        profile.arcPublicKey(),
                        privateKey,
                        profile.subscribers()))
                .toList();
        return view.with(profiles);
    }

    /**
     * Ids of a subscription.
     *
     * @param imsi its IMSI, which the directory contains already
     * @param msisdn its number
     */
    record Numbers(String imsi, String msisdn) {}

    /** Makes up the ids of a further subscription and enters them. */
    Uni<Numbers> enterSubscription(Sim sim) {
        return enterSubscription(sim, ID_ATTEMPTS);
    }

    private Uni<Numbers> enterSubscription(Sim sim, int attempts) {
        Numbers ids = new Numbers(SimIds.imsi(), SimIds.msisdn());
        return directory
                .claim(Map.of(ids.imsi(), Directory.Kind.IMSI), sim.tenantId(), sim.id())
                .chain(free -> {
                    if (free) {
                        return Uni.createFrom().item(ids);
                    }
                    return attempts > 1 ? enterSubscription(sim, attempts - 1) : noFreeId();
                });
    }

    /** Drawing a taken id is one chance in billions; five in a row mean that something is wrong. */
    private static <T> Uni<T> noFreeId() {
        return Uni.createFrom().failure(new IllegalStateException("no free id found"));
    }
}
