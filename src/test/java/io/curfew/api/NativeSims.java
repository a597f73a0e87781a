package io.curfew.api;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.events.Actor;
import io.curfew.sims.Coverage;
import io.curfew.sims.OnSim;
import io.curfew.sims.RegisterSim;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** SIMs for tests of the native API. */
@ApplicationScoped
class NativeSims {
    private static final Actor ACTOR = new Actor(Actor.Kind.CUSTOMER, "test", "native");
    private static final AtomicLong NEXT = new AtomicLong(6_000_000_000L);

    private final SimService sims;

    NativeSims(SimService sims) {
        this.sims = sims;
    }

    /** A card as the factory tells of it; its secret is 1234. */
    Map<String, Object> card() {
        long number = NEXT.getAndIncrement();
        Map<String, Object> sim = new LinkedHashMap<>();
        sim.put("simId", "89811" + number);
        sim.put("coverage", "g");
        sim.put("type", "uicc");
        sim.put("moduleType", "nano");
        sim.put("subscription", "plan01s");
        sim.put("iccid", "89811" + number);
        sim.put("imsi", "99901" + number);
        sim.put("msisdn", "8820" + number);
        sim.put("serialNumber", "AX" + number);
        sim.put("registrationSecret", "1234");
        return sim;
    }

    /** A SIM that the account holds, active and unprotected; terminated where that is asked for. Its id. */
    String sim(String tenantId, String accountId, boolean terminated) {
        Map<String, Object> card = card();
        assertThat(NativeHttp.post(NativeHttp.PLATFORM, "/api/v1/sims/stock", Map.of("sims", List.of(card)))
                        .statusCode())
                .isEqualTo(201);
        String id = (String) card.get("simId");
        await(() -> sims.register(
                new RegisterSim(tenantId, accountId, Coverage.GLOBAL, SimRef.id(id), "1234", null, Map.of(), ACTOR)));
        OnSim on = new OnSim(tenantId, Coverage.GLOBAL, SimRef.id(id), ACTOR);
        await(() -> sims.activate(on));
        await(() -> sims.enableTermination(on));
        if (terminated) {
            await(() -> sims.terminate(on));
        }
        return id;
    }
}
