package io.curfew.dialects.soracom;

import io.curfew.kernel.Action;
import io.curfew.security.IdempotencyGuard;
import io.curfew.sims.Coverage;
import io.curfew.sims.GroupView;
import io.curfew.sims.SimFilter;
import io.curfew.sims.SimGroupService;
import io.curfew.sims.SimQueryService;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimView;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** SORACOM's Group: a group holds SIMs of one coverage. */
@Path("/v1/groups")
@Produces(MediaType.APPLICATION_JSON)
class SoracomGroupsResource {
    private final SimGroupService groups;
    private final SimQueryService sims;
    private final IdempotencyGuard guard;

    SoracomGroupsResource(SimGroupService groups, SimQueryService sims, IdempotencyGuard guard) {
        this.groups = groups;
        this.sims = sims;
        this.guard = guard;
    }

    @GET
    @SoracomOperation(value = "Group:listGroups", action = Action.SIM_GROUP_READ)
    public Uni<Response> list(@Context ContainerRequestContext context) {
        SoracomCall call = SoracomCall.of(context);
        SoracomPaging paging = SoracomPaging.of(call.query());
        return groups.list(
                        call.tenantId(),
                        call.coverage().sims(),
                        SoracomSimRequests.tagFilter(call.query()),
                        paging.afterGroup(),
                        paging.limit())
                .map(page -> SoracomPaging.page(
                        call,
                        page.items().stream()
                                .map(group -> SoracomSimMapper.group(group, call.operatorId()))
                                .toList(),
                        SoracomLists.next(page, GroupView::groupId)));
    }

    /** The SIMs of a group, whose pages use the IMSIs of the primary subscriptions as keys. */
    @GET
    @Path("/{group_id}/subscribers")
    @SoracomOperation(
            value = "Group:listSubscribers",
            formerly = "Group:listSubscribersInGroup",
            action = Action.SIM_LIST)
    public Uni<Response> subscribers(@Context ContainerRequestContext context, @PathParam("group_id") String groupId) {
        SoracomCall call = SoracomCall.of(context);
        Coverage coverage = call.coverage().sims();
        return groups.get(call.tenantId(), coverage, SoracomText.checked(groupId))
                .chain(group -> SoracomPaging.of(call.query())
                        .byId(imsi ->
                                sims.cursorAfter(call.tenantId(), coverage, SimRef.imsi(SoracomText.checked(imsi)))))
                .chain(page -> sims.list(SimFilter.inGroup(call.tenantId(), coverage, groupId), page))
                .map(page -> SoracomLists.sims(call, page, SimView::primaryImsi));
    }

    @POST
    @SoracomOperation(value = "Group:createGroup", action = Action.SIM_GROUP_CREATE)
    public Uni<Response> create(@Context ContainerRequestContext context, byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        SoracomBody json = SoracomBody.object(body);
        Map<String, String> tags = json.textMap("tags");
        return guard.write(
                call.write(json),
                () -> groups.create(call.tenantId(), call.coverage().sims(), tags, call.actor()),
                group -> Response.status(201)
                        .entity(SoracomSimMapper.group(group, call.operatorId()))
                        .build());
    }

    @GET
    @Path("/{group_id}")
    @SoracomOperation(value = "Group:getGroup", action = Action.SIM_GROUP_READ)
    public Uni<Response> get(@Context ContainerRequestContext context, @PathParam("group_id") String groupId) {
        SoracomCall call = SoracomCall.of(context);
        return groups.get(call.tenantId(), call.coverage().sims(), SoracomText.checked(groupId))
                .map(group -> Response.ok(SoracomSimMapper.group(group, call.operatorId()))
                        .build());
    }

    @PUT
    @Path("/{group_id}/configuration/{namespace}")
    @SoracomOperation(value = "Group:putConfigurationParameters", action = Action.SIM_GROUP_UPDATE)
    public Uni<Response> putConfiguration(
            @Context ContainerRequestContext context,
            @PathParam("group_id") String groupId,
            @PathParam("namespace") String namespace,
            byte @Nullable [] body) {
        SoracomBody json = SoracomBody.array(body);
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        json.objects().forEach(one -> parameters.put(one.requiredText("key"), one.anything("value")));
        return change(
                context,
                groupId,
                json.canonical(),
                (call, group) -> groups.putConfiguration(
                        call.tenantId(),
                        call.coverage().sims(),
                        group,
                        SoracomText.checked(namespace),
                        parameters,
                        call.actor()));
    }

    @DELETE
    @Path("/{group_id}/configuration/{namespace}")
    @SoracomOperation(value = "Group:deleteConfigurationNamespace", action = Action.SIM_GROUP_UPDATE)
    public Uni<Response> deleteConfigurationNamespace(
            @Context ContainerRequestContext context,
            @PathParam("group_id") String groupId,
            @PathParam("namespace") String namespace) {
        return deleteConfiguration(context, groupId, namespace, null);
    }

    @DELETE
    @Path("/{group_id}/configuration/{namespace}/{name}")
    @SoracomOperation(value = "Group:deleteConfigurationParameter", action = Action.SIM_GROUP_UPDATE)
    public Uni<Response> deleteConfigurationParameter(
            @Context ContainerRequestContext context,
            @PathParam("group_id") String groupId,
            @PathParam("namespace") String namespace,
            @PathParam("name") String name) {
        return deleteConfiguration(context, groupId, namespace, SoracomText.checked(name));
    }

    private Uni<Response> deleteConfiguration(
            ContainerRequestContext context, String groupId, String namespace, @Nullable String name) {
        SoracomCall call = SoracomCall.of(context);
        return guard.write(
                call.write(),
                () -> groups.deleteConfiguration(
                        call.tenantId(),
                        call.coverage().sims(),
                        SoracomText.checked(groupId),
                        SoracomText.checked(namespace),
                        name,
                        call.actor()),
                done -> Response.noContent().build());
    }

    @PUT
    @Path("/{group_id}/tags")
    @SoracomOperation(value = "Group:putTags", formerly = "Group:putGroupTags", action = Action.SIM_GROUP_UPDATE)
    public Uni<Response> putTags(
            @Context ContainerRequestContext context, @PathParam("group_id") String groupId, byte @Nullable [] body) {
        SoracomBody json = SoracomBody.array(body);
        Map<String, String> tags = SoracomSimRequests.tags(json);
        return change(
                context,
                groupId,
                json.canonical(),
                (call, group) -> groups.putTags(call.tenantId(), call.coverage().sims(), group, tags, call.actor()));
    }

    @DELETE
    @Path("/{group_id}/tags/{tag_name}")
    @SoracomOperation(value = "Group:deleteTag", formerly = "Group:deleteGroupTag", action = Action.SIM_GROUP_UPDATE)
    public Uni<Response> deleteTag(
            @Context ContainerRequestContext context,
            @PathParam("group_id") String groupId,
            @PathParam("tag_name") String tagName) {
        SoracomCall call = SoracomCall.of(context);
        String tag = SoracomSimRequests.deletedTag(tagName);
        return guard.write(
                call.write(),
                () -> groups.deleteTag(
                        call.tenantId(), call.coverage().sims(), SoracomText.checked(groupId), tag, call.actor()),
                done -> Response.noContent().build());
    }

    private Uni<Response> change(
            ContainerRequestContext context,
            String groupId,
            String content,
            BiFunction<SoracomCall, String, Uni<GroupView>> change) {
        SoracomCall call = SoracomCall.of(context);
        return guard.write(
                call.write(content),
                () -> change.apply(call, SoracomText.checked(groupId)),
                group -> Response.ok(SoracomSimMapper.group(group, call.operatorId()))
                        .build());
    }

    @DELETE
    @Path("/{group_id}")
    @SoracomOperation(value = "Group:deleteGroup", action = Action.SIM_GROUP_DELETE)
    public Uni<Response> delete(@Context ContainerRequestContext context, @PathParam("group_id") String groupId) {
        SoracomCall call = SoracomCall.of(context);
        return guard.write(
                call.write(),
                () -> groups.delete(
                        call.tenantId(), call.coverage().sims(), SoracomText.checked(groupId), call.actor()),
                done -> Response.noContent().build());
    }
}
