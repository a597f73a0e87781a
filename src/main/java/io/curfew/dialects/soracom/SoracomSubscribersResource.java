package io.curfew.dialects.soracom;

import io.curfew.kernel.Action;
import io.curfew.kernel.Slice;
import io.curfew.sims.ChangeSim;
import io.curfew.sims.HistoryRange;
import io.curfew.sims.OnSim;
import io.curfew.sims.SimFilter;
import io.curfew.sims.SimQueryService;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimStatus;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** SORACOM's Subscriber: SIMs by the IMSI of a subscription. A change of the primary subscription changes the SIM. */
@Path("/v1/subscribers")
@Produces(MediaType.APPLICATION_JSON)
class SoracomSubscribersResource {

    private final SimQueryService queries;
    private final SoracomRegistrations registrations;
    private final SoracomSimChanges changes;

    SoracomSubscribersResource(SimQueryService queries, SoracomRegistrations registrations, SoracomSimChanges changes) {
        this.queries = queries;
        this.registrations = registrations;
        this.changes = changes;
    }

    @GET
    @SoracomOperation(
            value = "Subscriber:listSubscribers",
            action = Action.SIM_LIST,
            filters = {"status_filter", "speed_class_filter", "type_filter", "serial_number_filter"})
    public Uni<Response> list(@Context ContainerRequestContext context) {
        SoracomCall call = SoracomCall.of(context);
        SoracomQuery query = call.query();
        SoracomPaging paging = SoracomPaging.of(query);
        SimFilter filter = SoracomSimRequests.filter(call, query);
        if (filter == null) {
            return Uni.createFrom().item(SoracomLists.subscribers(call, new Slice<>(List.of(), false)));
        }
        return paging.byId(imsi ->
                        queries.cursorAfter(call.tenantId(), call.coverage().sims(), ref(imsi)))
                .chain(page -> queries.list(filter, page))
                .map(page -> SoracomLists.subscribers(call, page));
    }

    @GET
    @Path("/{imsi}")
    @SoracomOperation(value = "Subscriber:getSubscriber", action = Action.SIM_READ)
    public Uni<Response> get(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        SoracomCall call = SoracomCall.of(context);
        return queries.get(call.tenantId(), call.coverage().sims(), ref(imsi))
                .map(sim -> Response.ok(SoracomSimMapper.subscriber(sim, imsi, call.operatorId()))
                        .build());
    }

    @POST
    @Path("/{imsi}/register")
    @SoracomOperation(value = "Subscriber:registerSubscriber", action = Action.SIM_REGISTER)
    public Uni<Response> register(
            @Context ContainerRequestContext context, @PathParam("imsi") String imsi, byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        return registrations.register(
                call,
                SoracomBody.object(body),
                ref(imsi),
                sim -> SoracomSimMapper.subscriber(sim, imsi, call.operatorId()));
    }

    @POST
    @Path("/{imsi}/activate")
    @SoracomOperation(value = "Subscriber:activateSubscriber", action = Action.SIM_ACTIVATE)
    public Uni<Response> activate(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return change(context, imsi, SoracomSimRequests.to(SimStatus.ACTIVE));
    }

    @POST
    @Path("/{imsi}/deactivate")
    @SoracomOperation(value = "Subscriber:deactivateSubscriber", action = Action.SIM_DEACTIVATE)
    public Uni<Response> deactivate(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return change(context, imsi, SoracomSimRequests.to(SimStatus.INACTIVE));
    }

    @POST
    @Path("/{imsi}/set_to_standby")
    @SoracomOperation(value = "Subscriber:setSubscriberToStandby", action = Action.SIM_STANDBY)
    public Uni<Response> setToStandby(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return change(context, imsi, SoracomSimRequests.to(SimStatus.STANDBY));
    }

    @POST
    @Path("/{imsi}/suspend")
    @SoracomOperation(value = "Subscriber:suspendSubscriber", action = Action.SIM_SUSPEND)
    public Uni<Response> suspend(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return change(context, imsi, SoracomSimRequests.to(SimStatus.SUSPENDED));
    }

    @POST
    @Path("/{imsi}/terminate")
    @SoracomOperation(value = "Subscriber:terminateSubscriber", action = Action.SIM_TERMINATE)
    public Uni<Response> terminate(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return change(context, imsi, SoracomSimRequests.to(SimStatus.TERMINATED));
    }

    @POST
    @Path("/{imsi}/enable_termination")
    @SoracomOperation(value = "Subscriber:enableTermination", action = Action.SIM_PROTECT)
    public Uni<Response> enableTermination(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return change(context, imsi, SoracomSimRequests.protection(true));
    }

    @POST
    @Path("/{imsi}/disable_termination")
    @SoracomOperation(value = "Subscriber:disableTermination", action = Action.SIM_PROTECT)
    public Uni<Response> disableTermination(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return change(context, imsi, SoracomSimRequests.protection(false));
    }

    @POST
    @Path("/{imsi}/unset_expiry_time")
    @SoracomOperation(value = "Subscriber:unsetExpiryTime", action = Action.SIM_EXPIRE)
    public Uni<Response> unsetExpiry(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return change(context, imsi, ChangeSim.UnsetExpiry::new);
    }

    @POST
    @Path("/{imsi}/unset_group")
    @SoracomOperation(value = "Subscriber:unsetGroup", action = Action.SIM_UPDATE)
    public Uni<Response> unsetGroup(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return change(context, imsi, ChangeSim.UnsetGroup::new);
    }

    @POST
    @Path("/{imsi}/unset_imei_lock")
    @SoracomOperation(value = "Subscriber:unsetImeiLock", action = Action.SIM_UPDATE)
    public Uni<Response> unsetImeiLock(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return change(context, imsi, ChangeSim.UnsetImeiLock::new);
    }

    @POST
    @Path("/{imsi}/delete_session")
    @SoracomOperation(value = "Subscriber:deleteSubscriberSession", action = Action.SIM_DISCONNECT)
    public Uni<Response> deleteSession(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        return change(context, imsi, ChangeSim.EndSession::new);
    }

    @POST
    @Path("/{imsi}/set_expiry_time")
    @SoracomOperation(value = "Subscriber:setExpiryTime", action = Action.SIM_EXPIRE)
    public Uni<Response> setExpiry(
            @Context ContainerRequestContext context, @PathParam("imsi") String imsi, byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        return change(context, imsi, SoracomBody.object(body), json -> SoracomSimRequests.expiry(call, json));
    }

    @POST
    @Path("/{imsi}/set_group")
    @SoracomOperation(value = "Subscriber:setGroup", action = Action.SIM_UPDATE)
    public Uni<Response> setGroup(
            @Context ContainerRequestContext context, @PathParam("imsi") String imsi, byte @Nullable [] body) {
        return change(context, imsi, SoracomBody.object(body), SoracomSimRequests::group);
    }

    @PUT
    @Path("/{imsi}/tags")
    @SoracomOperation(value = "Subscriber:putTags", action = Action.SIM_UPDATE)
    public Uni<Response> putTags(
            @Context ContainerRequestContext context, @PathParam("imsi") String imsi, byte @Nullable [] body) {
        return change(context, imsi, SoracomBody.array(body), SoracomSimRequests::putTags);
    }

    @DELETE
    @Path("/{imsi}/tags/{tag_name}")
    @SoracomOperation(value = "Subscriber:deleteTag", action = Action.SIM_UPDATE)
    public Uni<Response> deleteTag(
            @Context ContainerRequestContext context,
            @PathParam("imsi") String imsi,
            @PathParam("tag_name") String tagName) {
        return changes.make(SoracomCall.of(context), ref(imsi), SoracomSimRequests.deleteTag(tagName), null);
    }

    @POST
    @Path("/{imsi}/update_speed_class")
    @SoracomOperation(value = "Subscriber:updateSpeedClass", action = Action.SIM_UPDATE)
    public Uni<Response> updateSpeedClass(
            @Context ContainerRequestContext context, @PathParam("imsi") String imsi, byte @Nullable [] body) {
        return change(context, imsi, SoracomBody.object(body), SoracomSimRequests::speedClass);
    }

    @POST
    @Path("/{imsi}/set_imei_lock")
    @SoracomOperation(value = "Subscriber:setImeiLock", action = Action.SIM_UPDATE)
    public Uni<Response> setImeiLock(
            @Context ContainerRequestContext context, @PathParam("imsi") String imsi, byte @Nullable [] body) {
        return change(context, imsi, SoracomBody.object(body), SoracomSimRequests::imeiLock);
    }

    @PUT
    @Path("/{imsi}/bundles")
    @SoracomOperation(value = "Subscriber:putBundles", action = Action.SIM_UPDATE)
    public Uni<Response> putBundles(
            @Context ContainerRequestContext context, @PathParam("imsi") String imsi, byte @Nullable [] body) {
        return change(context, imsi, SoracomBody.array(body), SoracomSimRequests::bundles);
    }

    @GET
    @Path("/{imsi}/events/sessions")
    @SoracomOperation(value = "Subscriber:listSessionEvents", action = Action.SIM_READ)
    public Uni<Response> sessionEvents(@Context ContainerRequestContext context, @PathParam("imsi") String imsi) {
        SoracomCall call = SoracomCall.of(context);
        HistoryRange range = SoracomHistory.range(call.query(), SoracomPaging.DEFAULT_LIMIT);
        return queries.sessionHistory(call.tenantId(), call.coverage().sims(), ref(imsi), range)
                .map(page -> SoracomHistory.sessions(call, page));
    }

    private Uni<Response> change(ContainerRequestContext context, String imsi, Function<OnSim, ChangeSim> change) {
        SoracomCall call = SoracomCall.of(context);
        return changes.make(call, ref(imsi), change, sim -> SoracomSimMapper.subscriber(sim, imsi, call.operatorId()));
    }

    private Uni<Response> change(
            ContainerRequestContext context,
            String imsi,
            SoracomBody body,
            Function<SoracomBody, Function<OnSim, ChangeSim>> request) {
        SoracomCall call = SoracomCall.of(context);
        return changes.make(
                call, ref(imsi), body, request, sim -> SoracomSimMapper.subscriber(sim, imsi, call.operatorId()));
    }

    private static SimRef ref(String imsi) {
        return SimRef.imsi(SoracomText.checked(imsi));
    }
}
