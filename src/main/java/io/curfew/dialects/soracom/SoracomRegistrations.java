package io.curfew.dialects.soracom;

import io.curfew.security.IdempotencyGuard;
import io.curfew.sims.RegisterSim;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimService;
import io.curfew.sims.SimView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/** Registers SIMs from the stock, by id or IMSI. */
@ApplicationScoped
class SoracomRegistrations {
    private final SimService sims;
    private final IdempotencyGuard guard;

    SoracomRegistrations(SimService sims, IdempotencyGuard guard) {
        this.sims = sims;
        this.guard = guard;
    }

    /**
     * Registers a SIM for the caller; refuses like {@link SimService#register}.
     *
     * @param shown maps the SIM to what the answer shows
     */
    Uni<Response> register(SoracomCall call, SoracomBody json, SimRef sim, Function<SimView, ?> shown) {
        String secret = json.requiredText("registrationSecret");
        RegisterSim command = new RegisterSim(
                call.tenantId(),
                call.tenantId(),
                call.coverage().sims(),
                sim,
                json.text("groupId").orElse(null),
                json.textMap("tags"),
                call.actor());
        return guard.writeScoped(
                call.write(json),
                scope -> sims.register(command, secret, scope),
                registered ->
                        Response.status(201).entity(shown.apply(registered)).build());
    }
}
