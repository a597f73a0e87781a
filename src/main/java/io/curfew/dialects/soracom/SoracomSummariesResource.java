package io.curfew.dialects.soracom;

import io.curfew.dialects.soracom.wire.SoracomResourceSummary;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.sims.SimQueryService;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** SORACOM's ResourceSummary: how many SIMs are in which status. */
@Path("/v1/resource_summaries")
@Produces(MediaType.APPLICATION_JSON)
class SoracomSummariesResource {
    private final SimQueryService sims;
    private final LifecycleClock clock;

    SoracomSummariesResource(SimQueryService sims, LifecycleClock clock) {
        this.sims = sims;
        this.clock = clock;
    }

    @GET
    @Path("/{resource_summary_type}")
    @SoracomOperation(value = "ResourceSummary:getResourceSummary", action = Action.SIM_LIST)
    public Uni<SoracomResourceSummary> get(
            @Context ContainerRequestContext context, @PathParam("resource_summary_type") String type) {
        SoracomCall call = SoracomCall.of(context);
        if (!type.equals("simsPerStatus")) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such summary.");
        }
        return sims.countsByStatus(call.tenantId(), call.coverage().sims())
                .map(counts -> SoracomSimMapper.simsPerStatus(counts, clock.now(call.tenantId())));
    }
}
