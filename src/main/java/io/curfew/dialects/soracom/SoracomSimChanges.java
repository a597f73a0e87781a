package io.curfew.dialects.soracom;

import io.curfew.security.IdempotencyGuard;
import io.curfew.sims.ChangeSim;
import io.curfew.sims.OnSim;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimService;
import io.curfew.sims.SimView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out changes of SIMs, for Sims, which are named by their ids, and for Subscribers, which are named by IMSIs.
 */
@ApplicationScoped
class SoracomSimChanges {
    private final SimService sims;
    private final IdempotencyGuard guard;

    SoracomSimChanges(SimService sims, IdempotencyGuard guard) {
        this.sims = sims;
        this.guard = guard;
    }

    /**
     * Makes a change that takes no body.
     *
     * @param shown maps the SIM to the answer; null for an empty answer
     */
    Uni<Response> make(
            SoracomCall call,
            SimRef sim,
            Function<OnSim, ChangeSim> change,
            @Nullable Function<SimView, Object> shown) {
        return make(call, sim, "", change, shown);
    }

    /** Makes the change that a body asks for, which {@code request} reads; otherwise like the other method. */
    Uni<Response> make(
            SoracomCall call,
            SimRef sim,
            SoracomBody body,
            Function<SoracomBody, Function<OnSim, ChangeSim>> request,
            Function<SimView, Object> shown) {
        return make(call, sim, body.canonical(), request.apply(body), shown);
    }

    private Uni<Response> make(
            SoracomCall call,
            SimRef sim,
            String content,
            Function<OnSim, ChangeSim> change,
            @Nullable Function<SimView, Object> shown) {
        ChangeSim command = change.apply(call.on(sim));
        return guard.write(
                call.write(content),
                () -> sims.change(command),
                changed -> shown == null
                        ? Response.noContent().build()
                        : Response.ok(shown.apply(changed)).build());
    }
}
