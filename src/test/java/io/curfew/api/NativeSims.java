package io.curfew.api;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.events.Actor;
import io.curfew.sims.ChangeSim;
import io.curfew.sims.Coverage;
import io.curfew.sims.OnSim;
import io.curfew.sims.RegisterSim;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimService;
import io.curfew.sims.SimStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** SIMs for tests of the native API. */
@ApplicationScoped
class NativeSims {
    private static final Actor ACTOR = new Actor(Actor.Kind.CUSTOMER, "test", "native");
    private static final AtomicLong NEXT = new AtomicLong(7_000_000_000L);

    private final SimService sims;

    NativeSims(SimService sims) {
        this.sims = sims;
    }

    /** A card as the factory tells of it; its secret is 1234. */
    Map<String, Object> card() {
        return card("g", "plan01s");
    }

    /** A card of that coverage and subscription. */
    static Map<String, Object> card(String coverage, String subscription) {
        long number = NEXT.getAndIncrement();
        Map<String, Object> sim = new LinkedHashMap<>();
        sim.put("simId", "89811" + number);
        sim.put("coverage", coverage);
        sim.put("type", "uicc");
        sim.put("moduleType", "nano");
        sim.put("subscription", subscription);
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
                new RegisterSim(tenantId, accountId, Coverage.GLOBAL, SimRef.id(id), null, Map.of(), ACTOR), "1234"));
        OnSim on = new OnSim(tenantId, Coverage.GLOBAL, SimRef.id(id), ACTOR);
        await(() -> sims.change(new ChangeSim.ToStatus(on, SimStatus.ACTIVE)));
        await(() -> sims.change(new ChangeSim.SetProtection(on, true)));
        if (terminated) {
            await(() -> sims.change(new ChangeSim.ToStatus(on, SimStatus.TERMINATED)));
        }
        return id;
    }
}
