package io.curfew.dialects.soracom;

import io.curfew.kernel.Action;
import io.curfew.kernel.Cursor;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.sims.SimQueryService;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimSearch;
import io.curfew.sims.SimView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/** SORACOM's Query: searches for SIMs and subscribers. */
@Path("/v1/query")
@Produces(MediaType.APPLICATION_JSON)
class SoracomQueryResource {
    private static final int SEARCH_LIMIT = 10;

    private final SimQueryService sims;

    SoracomQueryResource(SimQueryService sims) {
        this.sims = sims;
    }

    @GET
    @Path("/sims")
    @SoracomOperation(value = "Query:searchSims", action = Action.SIM_LIST)
    public Uni<Response> sims(@Context ContainerRequestContext context) {
        SoracomCall call = SoracomCall.of(context);
        return search(call, SimRef::id).map(page -> SoracomLists.sims(call, page, SimView::simId));
    }

    @GET
    @Path("/subscribers")
    @SoracomOperation(value = "Query:searchSubscribers", action = Action.SIM_LIST)
    public Uni<Response> subscribers(@Context ContainerRequestContext context) {
        SoracomCall call = SoracomCall.of(context);
        return search(call, SimRef::imsi).map(page -> SoracomLists.subscribers(call, page));
    }

    private Uni<Slice<SimView>> search(SoracomCall call, Function<String, SimRef> named) {
        SoracomQuery query = call.query();
        SimSearch search = SoracomSimRequests.search(call, query);
        Uni<PageRequest> page = SoracomPaging.of(query, SEARCH_LIMIT).byId(key -> after(call, named.apply(key)));
        return page.chain(wanted -> sims.search(search, wanted));
    }

    private Uni<Cursor> after(SoracomCall call, SimRef sim) {
        return sims.cursorAfter(call.tenantId(), call.coverage().sims(), sim);
    }
}
