package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.FailedLogins;
import io.curfew.security.IdempotencyGuard;
import io.curfew.sims.RegisterSim;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimService;
import io.curfew.sims.SimView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/** Takes SIMs out of stock, by id or IMSI, and slows down who guesses what is printed on cards. */
@ApplicationScoped
class SoracomRegistrations {
    private final SimService sims;
    private final FailedLogins failedLogins;
    private final IdempotencyGuard guard;

    SoracomRegistrations(SimService sims, FailedLogins failedLogins, IdempotencyGuard guard) {
        this.sims = sims;
        this.failedLogins = failedLogins;
        this.guard = guard;
    }

    /**
     * Registers a SIM for the caller. Refuses with {@link ErrorCode#RATE_LIMITED} when the operator has guessed wrongly
     * from the caller's address too often, whichever SIMs it guessed at.
     *
     * @param shown what the answer says of the SIM
     */
    Uni<Response> register(SoracomCall call, SoracomBody json, SimRef sim, Function<SimView, ?> shown) {
        RegisterSim command = new RegisterSim(
                call.tenantId(),
                call.tenantId(),
                call.coverage().sims(),
                sim,
                json.requiredText("registrationSecret"),
                json.text("groupId").orElse(null),
                json.textMap("tags"),
                call.actor());
        String guesser = "register " + call.tenantId();
        failedLogins.check(guesser, call.address());
        return guard.writeScoped(
                        call.write(json),
                        scope -> sims.register(command, scope),
                        registered -> Response.status(201)
                                .entity(shown.apply(registered))
                                .build())
                .onFailure(SoracomRegistrations::isGuess)
                .invoke(() -> failedLogins.record(guesser, call.address()));
    }

    private static boolean isGuess(Throwable failure) {
        return failure instanceof DomainException refusal
                && refusal.error().details().containsKey(RegisterSim.WRONG_SECRET);
    }
}
