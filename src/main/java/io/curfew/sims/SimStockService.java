package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.events.AuditAction;
import io.curfew.events.AuditEntry;
import io.curfew.events.AuditLog;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.kernel.RealClock;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Manages the SIMs that nobody holds yet, for the platform operator and for the sandbox. */
@ApplicationScoped
public class SimStockService {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{5,40}");
    private static final int MAX_IDS_TOLD = 100;

    private static final int SEALED_AT_ONCE = 1_000;

    private final SimStock stock;
    private final SimSecrets secrets;
    private final SimCatalog catalog;
    private final AuditLog audit;
    private final RealClock clock;

    SimStockService(SimStock stock, SimSecrets secrets, SimCatalog catalog, AuditLog audit, RealClock clock) {
        this.audit = audit;
        this.stock = stock;
        this.secrets = secrets;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Loads the key that seals registration secrets. Must be called before the first request. */
    @CheckReturnValue
    public Uni<Void> openSecrets() {
        return secrets.open();
    }

    /**
     * Seals a page of the secrets that an earlier version stored as hashes. Returns their number, which is 0 when none
     * is left.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Integer> sealSecrets() {
        return stock.sealSecrets(SEALED_AT_ONCE);
    }

    /**
     * Adds SIMs, all of them or none.
     *
     * <p>Refuses with {@link ErrorCode#SUBSCRIPTION_INVALID} (unknown, virtual, or of another coverage),
     * {@link ErrorCode#BAD_REQUEST} for ids that are not digits or a missing secret, and
     * {@link ErrorCode#STOCK_DUPLICATE}.
     *
     * @param actor who, as the audit tells it
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<List<StockView>> add(List<StockSim> sims, Actor actor) {
        sims.forEach(this::requireSound);
        Instant now = clock.now();
        return stock.add(sims, now)
                .invoke(added -> {
                    if (added != sims.size()) {
                        throw new DomainException(ErrorCode.STOCK_DUPLICATE, "One of these SIMs is known already.");
                    }
                })
                .chain(() -> audit.write(entries(sims, now, actor)))
                .map(written -> sims.stream().map(sim -> view(sim, now)).toList());
    }

    /**
     * Makes up a SIM with fictional ids and a secret, and adds it to the stock, for a sandbox to hand out.
     *
     * <p>Refuses with {@link ErrorCode#SUBSCRIPTION_INVALID}.
     *
     * @param forTenantId the only main account that may register it, null for anybody
     * @param actor who, as the audit tells it
     * @return the SIM with its secret, which is shown nowhere else
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<StockSim> make(Coverage coverage, String subscription, @Nullable String forTenantId, Actor actor) {
        String id = SimIds.iccid();
        StockSim sim = new StockSim(
                id,
                coverage,
                SimType.UICC,
                ModuleType.NANO,
                subscription,
                id,
                SimIds.imsi(),
                SimIds.msisdn(),
                SimIds.serialNumber(),
                Ids.digits(8),
                forTenantId);
        return add(List.of(sim), actor).replaceWith(sim);
    }

    /**
     * Makes an entry for each main account that SIMs are meant for, and one in the platform's audit for SIMs that
     * anybody may register.
     */
    private static List<AuditEntry> entries(List<StockSim> sims, Instant now, Actor actor) {
        Map<String, List<String>> idsByTenant = sims.stream()
                .collect(Collectors.groupingBy(
                        sim -> sim.forTenantId() == null ? AuditEntry.PLATFORM : sim.forTenantId(),
                        TreeMap::new,
                        Collectors.mapping(StockSim::simId, Collectors.toList())));
        return idsByTenant.entrySet().stream()
                .map(entry -> new AuditEntry(
                        AuditAction.SIM_STOCK_ADDED,
                        entry.getKey(),
                        entry.getKey(),
                        entry.getValue().get(0),
                        now,
                        actor,
                        Map.of(
                                "count",
                                entry.getValue().size(),
                                "sims",
                                entry.getValue().stream().limit(MAX_IDS_TOLD).toList())))
                .toList();
    }

    /** A SIM of the stock, registered or not; {@link ErrorCode#NOT_FOUND} when this installation does not know it. */
    @CheckReturnValue
    @WithSession
    public Uni<StockView> find(SimRef sim) {
        return stock.find(sim).map(found -> {
            if (found == null) {
                throw new DomainException(ErrorCode.NOT_FOUND, "There is no such SIM in stock.");
            }
            return found.view();
        });
    }

    /**
     * A page of the SIMs in stock that can be registered, in the order of their ids.
     *
     * @param after the last id of the page before, null for the first page
     */
    @CheckReturnValue
    @WithSession
    public Uni<List<StockView>> list(int size, @Nullable String after) {
        return stock.page(size, after == null ? "" : after);
    }

    private void requireSound(StockSim sim) {
        SimPlan plan = catalog.find(sim.subscription());
        if (plan == null
                || plan.virtual()
                || sim.type() == SimType.VIRTUAL
                || !plan.coverages().contains(sim.coverage())) {
            throw new DomainException(
                    ErrorCode.SUBSCRIPTION_INVALID, "Not a subscription that cards of this coverage have.");
        }
        boolean digits = Stream.of(sim.simId(), sim.iccid(), sim.imsi(), sim.msisdn())
                .allMatch(id -> DIGITS.matcher(id).matches());
        if (!digits || sim.registrationSecret().isBlank() || sim.serialNumber().isBlank()) {
            throw new DomainException(
                    ErrorCode.BAD_REQUEST, "A SIM has ids of digits, a serial number and a registration secret.");
        }
    }

    private static StockView view(StockSim sim, Instant addedAt) {
        return new StockView(
                sim.simId(),
                sim.coverage(),
                sim.type(),
                sim.moduleType(),
                sim.subscription(),
                sim.iccid(),
                sim.imsi(),
                sim.msisdn(),
                sim.serialNumber(),
                sim.forTenantId(),
                StockView.State.IN_STOCK,
                addedAt);
    }
}
