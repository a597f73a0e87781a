package io.curfew.dialects.soracom;

import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.IdempotencyGuard;
import io.curfew.sims.ChangeSim;
import io.curfew.sims.CreateVirtualSim;
import io.curfew.sims.HistoryRange;
import io.curfew.sims.OnSim;
import io.curfew.sims.SimFilter;
import io.curfew.sims.SimQueryService;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimService;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** SORACOM's Sim: what an operator does with its SIMs. Every change returns the whole SIM. */
@Path("/v1/sims")
@Produces(MediaType.APPLICATION_JSON)
class SoracomSimsResource {
    /** Rows per page of a status history, which the vendor's OpenAPI documents for this call alone. */
    private static final int DEFAULT_STATUSES = 30;

    private final SimService sims;
    private final SimQueryService queries;
    private final SoracomRegistrations registrations;
    private final SoracomSimChanges changes;
    private final IdempotencyGuard guard;

    SoracomSimsResource(
            SimService sims,
            SimQueryService queries,
            SoracomRegistrations registrations,
            SoracomSimChanges changes,
            IdempotencyGuard guard) {
        this.sims = sims;
        this.queries = queries;
        this.registrations = registrations;
        this.changes = changes;
        this.guard = guard;
    }

    @GET
    @SoracomOperation(value = "Sim:listSims", action = Action.SIM_LIST)
    public Uni<Response> list(@Context ContainerRequestContext context) {
        SoracomCall call = SoracomCall.of(context);
        SimFilter all = SimFilter.all(call.tenantId(), call.coverage().sims());
        return SoracomPaging.of(call.query())
                .byPlace(simId ->
                        queries.cursorAfter(call.tenantId(), call.coverage().sims(), ref(simId)))
                .chain(page -> queries.list(all, page))
                .map(page -> SoracomLists.sims(call, page, SoracomLists::place));
    }

    @POST
    @SoracomOperation(value = "Sim:createSim", action = Action.SIM_CREATE)
    public Uni<Response> create(@Context ContainerRequestContext context, byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        SoracomBody json = SoracomBody.object(body);
        if (!json.requiredText("type").equals("virtual")) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "Only virtual SIMs are created; cards are registered.");
        }
        CreateVirtualSim command = new CreateVirtualSim(
                call.tenantId(),
                call.tenantId(),
                call.coverage().sims(),
                json.requiredText("subscription"),
                call.actor());
        return guard.write(
                call.write(json),
                () -> sims.createVirtual(command),
                sim -> Response.status(201)
                        .entity(SoracomSimMapper.sim(sim, call.operatorId()))
                        .build());
    }

    @GET
    @Path("/{sim_id}")
    @SoracomOperation(value = "Sim:getSim", action = Action.SIM_READ)
    public Uni<Response> get(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        SoracomCall call = SoracomCall.of(context);
        return queries.get(call.tenantId(), call.coverage().sims(), ref(simId))
                .map(sim -> Response.ok(SoracomSimMapper.sim(sim, call.operatorId()))
                        .build());
    }

    @POST
    @Path("/{sim_id}/register")
    @SoracomOperation(value = "Sim:registerSim", action = Action.SIM_REGISTER)
    public Uni<Response> register(
            @Context ContainerRequestContext context, @PathParam("sim_id") String simId, byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        return registrations.register(
                call, SoracomBody.object(body), ref(simId), sim -> SoracomSimMapper.sim(sim, call.operatorId()));
    }

    @POST
    @Path("/{sim_id}/activate")
    @SoracomOperation(value = "Sim:activateSim", action = Action.SIM_ACTIVATE)
    public Uni<Response> activate(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return change(context, simId, SoracomSimRequests.to(SimStatus.ACTIVE));
    }

    @POST
    @Path("/{sim_id}/deactivate")
    @SoracomOperation(value = "Sim:deactivateSim", action = Action.SIM_DEACTIVATE)
    public Uni<Response> deactivate(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return change(context, simId, SoracomSimRequests.to(SimStatus.INACTIVE));
    }

    @POST
    @Path("/{sim_id}/set_to_standby")
    @SoracomOperation(value = "Sim:setSimToStandby", action = Action.SIM_STANDBY)
    public Uni<Response> setToStandby(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return change(context, simId, SoracomSimRequests.to(SimStatus.STANDBY));
    }

    @POST
    @Path("/{sim_id}/suspend")
    @SoracomOperation(value = "Sim:suspendSim", action = Action.SIM_SUSPEND)
    public Uni<Response> suspend(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return change(context, simId, SoracomSimRequests.to(SimStatus.SUSPENDED));
    }

    @POST
    @Path("/{sim_id}/terminate")
    @SoracomOperation(value = "Sim:terminateSim", action = Action.SIM_TERMINATE)
    public Uni<Response> terminate(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return change(context, simId, SoracomSimRequests.to(SimStatus.TERMINATED));
    }

    @POST
    @Path("/{sim_id}/enable_termination")
    @SoracomOperation(value = "Sim:enableSimTermination", action = Action.SIM_PROTECT)
    public Uni<Response> enableTermination(
            @Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return change(context, simId, SoracomSimRequests.protection(true));
    }

    @POST
    @Path("/{sim_id}/disable_termination")
    @SoracomOperation(value = "Sim:disableSimTermination", action = Action.SIM_PROTECT)
    public Uni<Response> disableTermination(
            @Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return change(context, simId, SoracomSimRequests.protection(false));
    }

    @POST
    @Path("/{sim_id}/unset_expiry_time")
    @SoracomOperation(value = "Sim:unsetSimExpiryTime", action = Action.SIM_EXPIRE)
    public Uni<Response> unsetExpiry(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return change(context, simId, ChangeSim.UnsetExpiry::new);
    }

    @POST
    @Path("/{sim_id}/unset_group")
    @SoracomOperation(value = "Sim:unsetSimGroup", action = Action.SIM_UPDATE)
    public Uni<Response> unsetGroup(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return change(context, simId, ChangeSim.UnsetGroup::new);
    }

    @POST
    @Path("/{sim_id}/unset_imei_lock")
    @SoracomOperation(value = "Sim:unsetSimImeiLock", action = Action.SIM_UPDATE)
    public Uni<Response> unsetImeiLock(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return change(context, simId, ChangeSim.UnsetImeiLock::new);
    }

    @POST
    @Path("/{sim_id}/delete_session")
    @SoracomOperation(value = "Sim:deleteSimSession", action = Action.SIM_DISCONNECT)
    public Uni<Response> deleteSession(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        return change(context, simId, ChangeSim.EndSession::new);
    }

    @POST
    @Path("/{sim_id}/set_expiry_time")
    @SoracomOperation(value = "Sim:setSimExpiryTime", action = Action.SIM_EXPIRE)
    public Uni<Response> setExpiry(
            @Context ContainerRequestContext context, @PathParam("sim_id") String simId, byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        return change(context, simId, SoracomBody.object(body), json -> SoracomSimRequests.expiry(call, json));
    }

    @POST
    @Path("/{sim_id}/set_group")
    @SoracomOperation(value = "Sim:setSimGroup", action = Action.SIM_UPDATE)
    public Uni<Response> setGroup(
            @Context ContainerRequestContext context, @PathParam("sim_id") String simId, byte @Nullable [] body) {
        return change(context, simId, SoracomBody.object(body), SoracomSimRequests::group);
    }

    @PUT
    @Path("/{sim_id}/tags")
    @SoracomOperation(value = "Sim:putTags", action = Action.SIM_UPDATE)
    public Uni<Response> putTags(
            @Context ContainerRequestContext context, @PathParam("sim_id") String simId, byte @Nullable [] body) {
        return change(context, simId, SoracomBody.array(body), SoracomSimRequests::putTags);
    }

    @DELETE
    @Path("/{sim_id}/tags/{tag_name}")
    @SoracomOperation(value = "Sim:deleteTag", action = Action.SIM_UPDATE)
    public Uni<Response> deleteTag(
            @Context ContainerRequestContext context,
            @PathParam("sim_id") String simId,
            @PathParam("tag_name") String tagName) {
        return changes.make(SoracomCall.of(context), ref(simId), SoracomSimRequests.deleteTag(tagName), null);
    }

    @POST
    @Path("/{sim_id}/update_speed_class")
    @SoracomOperation(value = "Sim:updateSimSpeedClass", action = Action.SIM_UPDATE)
    public Uni<Response> updateSpeedClass(
            @Context ContainerRequestContext context, @PathParam("sim_id") String simId, byte @Nullable [] body) {
        return change(context, simId, SoracomBody.object(body), SoracomSimRequests::speedClass);
    }

    @POST
    @Path("/{sim_id}/set_imei_lock")
    @SoracomOperation(value = "Sim:setSimImeiLock", action = Action.SIM_UPDATE)
    public Uni<Response> setImeiLock(
            @Context ContainerRequestContext context, @PathParam("sim_id") String simId, byte @Nullable [] body) {
        return change(context, simId, SoracomBody.object(body), SoracomSimRequests::imeiLock);
    }

    @GET
    @Path("/{sim_id}/events/sessions")
    @SoracomOperation(value = "Sim:listSimSessionEvents", action = Action.SIM_READ)
    public Uni<Response> sessionEvents(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        SoracomCall call = SoracomCall.of(context);
        HistoryRange range = SoracomHistory.range(call.query(), SoracomPaging.DEFAULT_LIMIT);
        return queries.sessionHistory(call.tenantId(), call.coverage().sims(), ref(simId), range)
                .map(page -> SoracomHistory.sessions(call, page));
    }

    @GET
    @Path("/{sim_id}/statuses/history")
    @SoracomOperation(value = "Sim:listSimStatusHistory", action = Action.SIM_READ)
    public Uni<Response> statusHistory(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        SoracomCall call = SoracomCall.of(context);
        HistoryRange range = SoracomHistory.range(call.query(), DEFAULT_STATUSES);
        return queries.statusHistory(call.tenantId(), call.coverage().sims(), ref(simId), range)
                .map(page -> SoracomHistory.statuses(call, page));
    }

    /** Always refuses the call, since no SIM is ever in test mode here. */
    @GET
    @Path("/{sim_id}/testing/usage")
    @SoracomOperation(value = "Sim:getTestingUsage", action = Action.SIM_READ)
    public Uni<Response> testingUsage(@Context ContainerRequestContext context, @PathParam("sim_id") String simId) {
        SoracomCall call = SoracomCall.of(context);
        return queries.get(call.tenantId(), call.coverage().sims(), ref(simId)).map(sim -> {
            throw new DomainException(ErrorCode.NOT_IN_TEST_MODE, "The SIM is not in test mode.");
        });
    }

    @POST
    @Path("/{sim_id}/profiles/{iccid}/add_subscription")
    @SoracomOperation(value = "Sim:addSubscription", action = Action.SIM_ADD_SUBSCRIPTION)
    public Uni<Response> addSubscription(
            @Context ContainerRequestContext context,
            @PathParam("sim_id") String simId,
            @PathParam("iccid") String iccid,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        SoracomBody json = SoracomBody.object(body);
        String profile = SoracomText.checked(iccid);
        return changes.make(
                call,
                ref(simId),
                json,
                asked -> subscription(profile, asked),
                sim -> SoracomSimMapper.profile(sim, profile));
    }

    private static Function<OnSim, ChangeSim> subscription(String iccid, SoracomBody json) {
        String subscription = json.requiredText("subscription");
        return on -> new ChangeSim.AddSubscription(on, iccid, subscription);
    }

    @POST
    @Path("/{sim_id}/profiles/{iccid}/subscribers/{imsi}/terminate")
    @SoracomOperation(value = "Sim:terminateSubscriptionContainer", action = Action.SIM_TERMINATE_SUBSCRIPTION)
    public Uni<Response> terminateSubscription(
            @Context ContainerRequestContext context,
            @PathParam("sim_id") String simId,
            @PathParam("iccid") String iccid,
            @PathParam("imsi") String imsi) {
        String profile = SoracomText.checked(iccid);
        String subscription = SoracomText.checked(imsi);
        return changes.make(
                SoracomCall.of(context),
                ref(simId),
                on -> new ChangeSim.EndSubscription(on, profile, subscription),
                null);
    }

    private Uni<Response> change(ContainerRequestContext context, String simId, Function<OnSim, ChangeSim> change) {
        SoracomCall call = SoracomCall.of(context);
        return changes.make(call, ref(simId), change, sim -> SoracomSimMapper.sim(sim, call.operatorId()));
    }

    private Uni<Response> change(
            ContainerRequestContext context,
            String simId,
            SoracomBody body,
            Function<SoracomBody, Function<OnSim, ChangeSim>> request) {
        SoracomCall call = SoracomCall.of(context);
        return changes.make(call, ref(simId), body, request, sim -> SoracomSimMapper.sim(sim, call.operatorId()));
    }

    private static SimRef ref(String simId) {
        return SimRef.id(SoracomText.checked(simId));
    }
}
