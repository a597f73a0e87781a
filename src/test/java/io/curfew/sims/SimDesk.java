package io.curfew.sims;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.ChangeAccount;
import io.curfew.events.Actor;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tests do with SIMs, and how they look at the rows behind them. */
@ApplicationScoped
class SimDesk {
    static final Actor ACTOR = new Actor(Actor.Kind.CUSTOMER, "test", "soracom");

    private final SimService sims;
    private final SimQueryService queries;
    private final SimSessionService sessions;
    private final SimStockService stock;
    private final AccountService accounts;
    private final WorkRunner runner;
    private final Database database;
    private final SettableClock clock;

    SimDesk(
            SimService sims,
            SimQueryService queries,
            SimSessionService sessions,
            SimStockService stock,
            AccountService accounts,
            WorkRunner runner,
            Database database,
            SettableClock clock) {
        this.sims = sims;
        this.queries = queries;
        this.sessions = sessions;
        this.stock = stock;
        this.accounts = accounts;
        this.runner = runner;
        this.database = database;
        this.clock = clock;
    }

    /** A SIM of a subscription, just registered or made. */
    SimView aSim(Credentials main, Credentials holder, Coverage coverage, String subscription) {
        if (subscription.equals("planArc01")) {
            return await(() ->
                    sims.createVirtual(new CreateVirtualSim(main.sid(), holder.sid(), coverage, subscription, ACTOR)));
        }
        StockSim made = await(() -> stock.make(coverage, subscription, null, Accounts.PLATFORM));
        return register(main, holder, made);
    }

    /** A ready SIM of the global coverage with protection on. */
    SimView aSim(Credentials main) {
        return aSim(main, main, Coverage.GLOBAL, "plan01s");
    }

    /** A ready SIM of that subscription, in the coverage it is sold in. */
    SimView aSim(Credentials main, String subscription) {
        Coverage coverage = subscription.matches("plan-(D|K|K2|KM1|DU)") ? Coverage.JAPAN : Coverage.GLOBAL;
        return aSim(main, main, coverage, subscription);
    }

    /** One with protection off. */
    SimView anUnprotectedSim(Credentials main) {
        return unprotected(aSim(main));
    }

    /** The same with protection off. */
    SimView unprotected(SimView sim) {
        return await(() -> sims.change(new ChangeSim.SetProtection(on(sim), true)));
    }

    /** Active, online, protection off. */
    SimView anOnlineSim(Credentials main) {
        SimView sim = anUnprotectedSim(main);
        return await(() -> sessions.start(on(sim), new StartSession(null, "356938035643809", "10.0.0.1")));
    }

    SimView expiring(SimView sim, Instant at, @Nullable ExpiryAction action) {
        return await(() -> sims.change(new ChangeSim.SetExpiry(on(sim), at, action)));
    }

    SimView expiringSoon(SimView sim, @Nullable ExpiryAction action) {
        return expiring(sim, clock.now().plus(Duration.ofHours(1)), action);
    }

    /** Empty when it connects, else the reason of the refusal. */
    Optional<Object> connect(SimView sim) {
        try {
            await(() -> sessions.start(on(sim), new StartSession(null, "356938035643809", null)));
            return Optional.empty();
        } catch (DomainException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.SESSION_REFUSED);
            return Optional.of(e.error().details().get("reason"));
        }
    }

    SimView register(Credentials main, Credentials holder, StockSim made) {
        return await(() -> sims.register(registering(main, holder, made), made.registrationSecret()));
    }

    static RegisterSim registering(Credentials main, Credentials holder, StockSim made) {
        return new RegisterSim(
                main.sid(), holder.sid(), made.coverage(), SimRef.id(made.simId()), null, Map.of(), ACTOR);
    }

    static OnSim on(SimView sim) {
        return new OnSim(sim.tenantId(), sim.coverage(), SimRef.id(sim.simId()), ACTOR);
    }

    SimView get(SimView sim) {
        return await(() -> queries.get(sim.tenantId(), sim.coverage(), SimRef.id(sim.simId())));
    }

    List<SimView> list(SimFilter filter) {
        return await(() -> queries.list(filter, PageRequest.first(100))).items();
    }

    List<StatusRecord> history(SimView sim) {
        return await(() -> queries.statusHistory(
                        sim.tenantId(),
                        sim.coverage(),
                        SimRef.id(sim.simId()),
                        new HistoryRange(null, null, true, 100, null)))
                .items();
    }

    List<SubscriberStatus> statuses(SimView sim) {
        return history(sim).stream().map(StatusRecord::status).toList();
    }

    void move(Credentials main, Credentials account, LifecycleStatus status) {
        await(() -> accounts.change(ChangeAccount.to(status, main.sid(), account.sid(), ACTOR)));
    }

    void close(Credentials main, Credentials account) {
        await(() -> closing(main, account));
    }

    Uni<?> closing(Credentials main, Credentials account) {
        return accounts.change(ChangeAccount.to(LifecycleStatus.CLOSED, main.sid(), account.sid(), ACTOR));
    }

    StockSim inStock(Coverage coverage, String subscription) {
        return await(() -> stock.make(coverage, subscription, null, Accounts.PLATFORM));
    }

    /** Main accounts that have rows of the SIM. */
    List<Object> holders(String simId) {
        return database.column("select tenant_id from sim where id = $1", simId);
    }

    void runDue() {
        await(runner::runDue);
    }

    /** Puts a SIM behind the service's back where no way leads. */
    void force(SimView sim, SimStatus status) {
        database.execute(
                "update sim set status = $3, version = version + 1 where tenant_id = $1 and id = $2",
                sim.tenantId(),
                sim.simId(),
                status.name());
    }

    /** Types of the events about the SIM, in order. */
    List<Object> events(SimView sim) {
        return database.column(
                "select type from outbox_event where tenant_id = $1 and subject = $2 order by recorded_at, id",
                sim.tenantId(),
                sim.simId());
    }

    List<Object> audit(SimView sim) {
        return database.column(
                "select action from audit_entry where tenant_id = $1 and subject = $2 order by recorded_at, id",
                sim.tenantId(),
                sim.simId());
    }

    /** Kinds of work that wait for the SIM. */
    List<Object> work(SimView sim) {
        return database.column(
                "select kind from lifecycle_work where tenant_id = $1 and split_part(target_id, '@', 1) = $2"
                        + " order by kind",
                sim.tenantId(),
                sim.simId());
    }

    /** Categories of what was charged for the SIM. */
    List<Object> charged(SimView sim) {
        return database.column(
                "select category from usage_event where tenant_id = $1 and subject = $2 order by recorded_at",
                sim.tenantId(),
                sim.simId());
    }

    /** Status, version and number of history rows as the tables have them, settled or not. */
    List<Object> row(SimView sim) {
        return database.rows(
                        "select status, version, (select count(*) from sim_status_history h"
                                + " where h.tenant_id = s.tenant_id and h.sim_id = s.id)"
                                + " from sim s where tenant_id = $1 and id = $2",
                        sim.tenantId(),
                        sim.simId())
                .get(0);
    }

    /** The refusal that {@code action} ends with; empty when it succeeds. */
    static Optional<ErrorCode> refusal(Runnable action) {
        try {
            action.run();
            return Optional.empty();
        } catch (DomainException e) {
            return Optional.of(e.code());
        }
    }
}
