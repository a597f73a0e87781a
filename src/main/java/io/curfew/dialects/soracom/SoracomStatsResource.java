package io.curfew.dialects.soracom;

import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.sims.SimQueryService;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimStatus;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;

/** SORACOM's traffic statistics. No packet gateway counts traffic here, so every SIM has an empty list. */
@Path("/v1/stats/air")
@Produces(MediaType.APPLICATION_JSON)
class SoracomStatsResource {
    private static final Set<String> PERIODS = Set.of("month", "day", "minutes");

    private final SimQueryService sims;

    SoracomStatsResource(SimQueryService sims) {
        this.sims = sims;
    }

    @GET
    @Path("/sims/{sim_id}")
    @SoracomOperation(value = "Stats:getAirStatsOfSim", action = Action.SIM_READ)
    public Uni<Response> ofSim(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return stats(SoracomCall.of(context), SimRef.id(SoracomText.checked(simId)));
    }

    @GET
    @Path("/subscribers/{imsi}")
    @SoracomOperation(value = "Stats:getAirStats", action = Action.SIM_READ)
    public Uni<Response> ofSubscriber(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return stats(SoracomCall.of(context), SimRef.imsi(SoracomText.checked(imsi)));
    }

    private Uni<Response> stats(SoracomCall call, SimRef sim) {
        SoracomQuery query = call.query();
        boolean complete = query.number("from").isPresent()
                && query.number("to").isPresent()
                && query.get("period").filter(PERIODS::contains).isPresent();
        if (!complete) {
            throw new DomainException(
                    ErrorCode.BAD_REQUEST, "from, to and period (month, day or minutes) are required.");
        }
        return sims.get(call.tenantId(), call.coverage().sims(), sim).map(found -> {
            if (found.status() == SimStatus.TERMINATED) {
                throw new DomainException(ErrorCode.NOT_FOUND, "A terminated SIM has no stats.");
            }
            return Response.ok(List.of()).build();
        });
    }
}
