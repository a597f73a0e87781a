package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.events.Actor;
import io.curfew.sims.Coverage;
import io.curfew.sims.OnSim;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimSessionService;
import io.curfew.sims.SimStockService;
import io.curfew.sims.StartSession;
import io.curfew.sims.StockSim;
import io.curfew.testing.Accounts;
import io.curfew.testing.Operators.Operator;
import io.restassured.response.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** SIMs for tests of the door: out of stock, registered by a call, connected by the gateway. */
@ApplicationScoped
class SimShelf {
    static final String IMEI = "490154203237518";

    private static final Actor GATEWAY = new Actor(Actor.Kind.PLATFORM, "gateway", "native");

    private final SimStockService stock;
    private final SimSessionService sessions;

    SimShelf(SimStockService stock, SimSessionService sessions) {
        this.stock = stock;
        this.sessions = sessions;
    }

    /** One that nobody holds yet. */
    StockSim stock(Coverage coverage, String subscription) {
        return await(() -> stock.make(coverage, subscription, null, Accounts.PLATFORM));
    }

    /** A ready card of plan01s with protection on. */
    StockSim aSim(Pair caller) {
        return aSim(caller, Coverage.GLOBAL, "plan01s");
    }

    /** A ready card with protection on. */
    StockSim aSim(Pair caller, Coverage coverage, String subscription) {
        StockSim sim = stock(coverage, subscription);
        assertThat(register(caller, sim).statusCode()).isEqualTo(201);
        return sim;
    }

    /** One with protection off. */
    StockSim anUnprotectedSim(Pair caller) {
        StockSim sim = aSim(caller);
        assertThat(post(caller, path(sim, "/enable_termination")).statusCode()).isEqualTo(200);
        return sim;
    }

    Response register(Pair caller, StockSim sim) {
        return post(caller, path(sim, "/register"), Map.of("registrationSecret", sim.registrationSecret()));
    }

    /** Lets its device connect. */
    void connect(Operator operator, StockSim sim) {
        await(() -> sessions.start(on(operator, sim), new StartSession(null, IMEI, "10.128.0.1")));
    }

    private static OnSim on(Operator operator, StockSim sim) {
        return new OnSim(operator.sid(), sim.coverage(), SimRef.id(sim.simId()), GATEWAY);
    }

    static String prefix(Coverage coverage) {
        return "/" + coverage.code();
    }

    /** A SIM's address, with the prefix of its coverage. */
    static String path(StockSim sim, String rest) {
        return prefix(sim.coverage()) + "/v1/sims/" + sim.simId() + rest;
    }

    /** The address of its subscription. */
    static String byImsi(StockSim sim, String rest) {
        return prefix(sim.coverage()) + "/v1/subscribers/" + sim.imsi() + rest;
    }
}
